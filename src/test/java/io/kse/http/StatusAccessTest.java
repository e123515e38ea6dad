package io.kse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.config.HttpSettings.StatusPage;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusAccessTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "::ffff:127.0.0.1", "0:0:0:0:0:0:0:1"})
    void knowsLoopbackAddresses(String address) {
        assertThat(StatusAccess.isLoopback(SocketAddress.inetSocketAddress(80, address))).isTrue();
    }

    /** The sidecars of a mesh deliver what other Pods send from 127.0.0.6 and ::6. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.6",
                "::ffff:127.0.0.6",
                "::6",
                "127.1.2.3",
                "10.0.0.1",
                "128.0.0.1",
                "::2",
                "::ffff:10.0.0.1",
                "fe80::1",
                "0.0.0.0"
            })
    void knowsOtherAddresses(String address) {
        assertThat(StatusAccess.isLoopback(SocketAddress.inetSocketAddress(80, address))).isFalse();
    }

    @Test
    void noAddressIsNotLoopback() {
        assertThat(StatusAccess.isLoopback(null)).isFalse();
        assertThat(StatusAccess.isLoopback(SocketAddress.domainSocketAddress("/tmp/x"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "localhost.",
                "127.0.0.1",
                "127.0.0.1:8080",
                "[::1]",
                "[::1]:8080"
            })
    void knowsLocalNames(String host) {
        assertThat(StatusAccess.isLocalName(List.of(host))).isTrue();
    }

    /** The name of a page that has itself resolved to 127.0.0.1, and what may look like ours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "localhost:8080:8080",
                "localhost@evil.example",
                "10.0.0.1",
                "[::2]",
                "::1",
                "",
                "localhost\nevil"
            })
    void knowsOtherNames(String host) {
        assertThat(StatusAccess.isLocalName(List.of(host))).isFalse();
    }

    @Test
    void goesByOneNameOnly() {
        assertThat(StatusAccess.isLocalName(List.of())).isFalse();
        assertThat(StatusAccess.isLocalName(List.of("localhost", "evil.example"))).isFalse();
    }

    @Test
    void refusesWhatIsNoRequestUnlessAllMaySeeIt() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            DefaultExchange exchange = new DefaultExchange(camel);

            assertThat(new StatusAccess(StatusPage.LOCAL).refuses(exchange)).isTrue();
            assertThat(new StatusAccess(StatusPage.OFF).refuses(exchange)).isTrue();
            assertThat(new StatusAccess(StatusPage.ALL).allows(exchange)).isTrue();
        }
    }

    @Test
    void saysWhatWouldHelpUnlessNobodyMaySeeIt() {
        StatusAccess local = new StatusAccess(StatusPage.LOCAL);
        StatusAccess off = new StatusAccess(StatusPage.OFF);

        assertThat(local.status()).isEqualTo(403);
        assertThat(local.line()).contains("port-forward", "KSE_STATUS_PAGE");
        assertThat(off.status()).isEqualTo(404);
        assertThat(off.line()).isEqualTo(Answers.line(404));
    }
}
