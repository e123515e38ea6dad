package io.kse.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.IngressPort.Found;
import io.kse.service.ServiceExport.Exported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngressSniTest {
    @ParameterizedTest
    @CsvSource({
        "http, http.cart.shop.local",
        "h2, h2.cart.shop.local",
        ", default.cart.shop.local",
        "8http, default.cart.shop.local"
    })
    void namesPortServiceAndNamespace(String portName, String sni) {
        assertThat(sni(portName)).isEqualTo(sni);
    }

    private static String sni(String portName) {
        Services cart = Services.service("shop", "cart").nodePort(portName, 80, 30080).exported();
        Exported exported = (Exported) new ServiceReader().read(cart.build(), null);
        ServicePort port = exported.ports().get(0).through(new Found(30443));
        return ExportedService.of(new ClusterId("cluster"), port).ingressSni();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "http.my-cart.shop.local", "8.a", "A.b"})
    void takesDomainNames(String name) {
        assertThat(IngressSni.isDomainName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "a.", ".a", "a..b", "-a.b", "a-.b", "a_b", "a b", "ä.b", "a\n", "*.a"
            })
    void refusesWhatIsNone(String name) {
        assertThat(IngressSni.isDomainName(name)).isFalse();
    }

    @Test
    void takesLabelsOfUpTo63Characters() {
        assertThat(IngressSni.isDomainName("a".repeat(63) + ".local")).isTrue();
        assertThat(IngressSni.isDomainName("a".repeat(64) + ".local")).isFalse();
    }

    @Test
    void takesNamesOfUpTo253Characters() {
        String labels = ("a".repeat(62) + ".").repeat(4);

        assertThat(IngressSni.isDomainName(labels + "a")).isTrue();
        assertThat(IngressSni.isDomainName(labels + "ab")).isFalse();
    }
}
