package io.kse.service;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.service.IngressPort.Found;
import io.kse.service.IngressPort.Missing;
import io.kse.service.IngressPort.NoSuchPort;
import io.kse.service.IngressPort.Unasked;
import io.kse.service.ServiceExport.Exported;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IngressPortTest {
    private static final Services GATEWAY =
            service("edge", "gateway").nodePort("https", 443, 30443);

    @Test
    void isTheNodePortOfThePortOfThatName() {
        assertThat(lookUp("https", GATEWAY.build())).isEqualTo(new Found(30443));
    }

    @Test
    void isMissingIfThereIsNoSuchService() {
        assertThat(lookUp("https", null))
                .isEqualTo(new Missing("ingress Service edge/gateway does not exist"));
    }

    @Test
    void isMissingIfThePortHasNoNodePort() {
        Service gateway = service("edge", "gateway").port("https", 443).build();

        assertThat(lookUp("https", gateway))
                .isEqualTo(
                        new Missing(
                                "port \"https\" of ingress Service edge/gateway has no NodePort"));
    }

    @Test
    void isMissingIfTheNodePortIsZero() {
        Service gateway = service("edge", "gateway").nodePort("https", 443, 0).build();

        assertThat(lookUp("https", gateway)).isInstanceOf(Missing.class);
    }

    @Test
    void isNoSuchPortIfNoneHasThatName() {
        assertThat(lookUp("http", GATEWAY.build())).isEqualTo(new NoSuchPort());
    }

    @Test
    void goesByNameAndNeverByNumber() {
        Service gateway = service("edge", "gateway").nodePort(null, 443, 30443).build();

        assertThat(lookUp("443", gateway)).isEqualTo(new NoSuchPort());
    }

    @Test
    void takesAServiceWithoutPortsOrSpec() {
        Service withoutPorts = GATEWAY.build();
        withoutPorts.getSpec().setPorts(null);

        assertThat(lookUp("https", withoutPorts)).isEqualTo(new NoSuchPort());
        assertThat(lookUp("https", new Service())).isEqualTo(new NoSuchPort());
    }

    @Test
    void isNotAskedForUnlessTheServiceNamesOne() {
        IngressLookup lookup =
                new IngressLookup(
                        name -> {
                            throw new AssertionError("asked for " + name);
                        });
        ServicePort port = port(service("shop", "cart").nodePort("http", 80, 30080).exported());

        assertThat(port.namesIngress()).isFalse();
        assertThat(lookup.find(port)).isEqualTo(new Unasked());
    }

    private static IngressPort lookUp(String portName, Service gateway) {
        Services cart = service("shop", "cart").nodePort("http", 80, 30080).exported();
        return new IngressLookup(name -> Optional.ofNullable(gateway))
                .find(port(cart.through("edge", "gateway", portName)));
    }

    private static ServicePort port(Services service) {
        return ((Exported) new ServiceReader().read(service.build(), null)).ports().get(0);
    }
}
