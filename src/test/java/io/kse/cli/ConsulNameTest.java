package io.kse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.kse.testbed.Figures;
import io.kse.testbed.FreePorts;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** KSE_CONSUL_HOST is a name, and Consul moves to another address. */
@ExtendWith(RealServers.class)
class ConsulNameTest {
    @Test
    void isLookedUpAgainWhenItsAddressDoesNotAnswerAnyMore(
            RealKubernetes kubernetes, RealConsul consul, @TempDir Path folder) throws Exception {
        int port = FreePorts.next();
        HostsFile dns = new HostsFile(folder.resolve("hosts")).say("consul", "127.0.0.2");
        try (Replicas replicas = new Replicas(kubernetes, consul, folder);
                Forwarder before = forwarder("127.0.0.2", port, consul)) {
            replicas.with("KSE_CONSUL_HOST", "consul")
                    .with("JAVA_TOOL_OPTIONS", dns.javaToolOptions());
            replicas.create("cart");
            ExporterProcess exporter = replicas.start("pod-1", port);
            replicas.awaitDocument("cart", "hash");

            before.cut();
            exporter.awaitOutput("does not answer");
            dns.say("consul", "127.0.0.3");
            replicas.change("cart", "moved");
            try (Forwarder after = forwarder("127.0.0.3", port, consul)) {
                long begun = System.nanoTime();

                replicas.awaitDocument("cart", "moved");

                Figures.since("Consul has another address, to a write there", begun);
                // Java by itself remembers a name for 30 s; it took 3 to 4.
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .isLessThan(Duration.ofSeconds(20));
                assertThat(after).isNotNull();
            }
        }
    }

    /** Two servers on one port need two addresses. */
    private static Forwarder forwarder(String address, int port, RealConsul consul) {
        try {
            return new Forwarder(address, port, consul.port());
        } catch (IOException e) {
            return abort("no address " + address + " here: " + e.getMessage());
        }
    }
}
