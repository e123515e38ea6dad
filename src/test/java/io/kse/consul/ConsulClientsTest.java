package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ConsulClientsTest {
    @Test
    void writesAddressesAsPeopleDo() {
        assertThat(address("consul.example")).isEqualTo("consul.example:8500");
        assertThat(address("10.0.0.1")).isEqualTo("10.0.0.1:8500");
        assertThat(address("fd00::1")).isEqualTo("[fd00::1]:8500");
        assertThat(address("[fd00::1]")).isEqualTo("[fd00::1]:8500");
    }

    private static String address(String host) {
        return ConsulClients.address(Settings.at(host, Settings.plain(8500)));
    }

    @Test
    void neverShowsATokenThatItCannotSend() {
        var settings = Settings.token(Settings.plain(8500), "s3cret\n");

        assertThatThrownBy(() -> new ConsulClients(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "CONSUL_HTTP_TOKEN: not shown; accepted are visible ASCII characters without spaces");
    }

    @Test
    void waitsForNobodyWhenItIsMade() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            new ConsulClients(Settings.plain(silent.getLocalPort())).connect().destroy();
        }
        new ConsulClients(Settings.at("fd00::1", Settings.plain(8500))).connect().destroy();
    }
}
