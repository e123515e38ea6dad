package io.kse.service;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.KeyTemplate.Field;
import io.kse.service.ServiceExport.Exported;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemplatedIdTest {
    private static ExportedService cart() {
        Services cart =
                service("shop", "cart")
                        .exported()
                        .nodePort("http", 80, 30080)
                        .annotation("load-balancer-dns-name", "cart.example.com")
                        .annotation("load-balancer-health-check-path", "/health")
                        .annotation("load-balancer-health-check-port", "30081")
                        .annotation("load-balancer-class", "internal")
                        .annotation("load-balancer-listen-port", "443")
                        .annotation("id-prefix", "blue")
                        .through("edge", "gateway", "https");
        Exported read = (Exported) new ServiceReader().read(cart.build(), null);
        ServicePort port = read.ports().get(0).through(new IngressPort.Found(30443));
        return ExportedService.of(new ClusterId("prod"), port);
    }

    @Test
    void isTheServiceIdWithoutATemplate() {
        assertThat(TemplatedId.of(Optional.empty()).apply(cart())).isEqualTo(cart().id());
    }

    @Test
    void holdsTheFieldsThatItsTemplateNames() {
        String fields =
                Stream.of(Field.values())
                        .map(field -> "{{ ." + field.goName() + " }}")
                        .collect(Collectors.joining(" ", "{{ id }} ", ""));

        assertThat(TemplatedId.of(Optional.of(KeyTemplate.parse(fields))).apply(cart()))
                .isEqualTo(
                        "blue-prod-shop-cart-http prod shop cart http 30443 cart.example.com true"
                                + " /health 30081 http false internal 443 "
                                + cart().ingressSni()
                                + " blue");
        assertThat(cart().ingressSni()).isNotEmpty();
    }
}
