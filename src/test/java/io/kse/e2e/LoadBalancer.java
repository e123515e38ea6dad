package io.kse.e2e;

import static org.awaitility.Awaitility.await;

import io.kse.testbed.Haproxy;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RunningTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** HAProxy, with the configuration that consul-template makes of {@code examples/haproxy}. */
final class LoadBalancer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path SHIPPED = Path.of("examples", "haproxy");
    private static final String CONFIGURATION = "consul-template.hcl";

    private final Haproxy haproxy;
    private final RunningTemplate template;

    /**
     * @param folder exists and is empty
     */
    LoadBalancer(Path folder, RealConsul consul) throws IOException {
        for (String file : List.of("haproxy.cfg.ctmpl", "apply", CONFIGURATION)) {
            Files.copy(SHIPPED.resolve(file), folder.resolve(file));
        }
        RunningTemplate.start(
                        folder, settings(folder, consul, "true"), "-config", CONFIGURATION, "-once")
                .awaitEnd();
        this.haproxy = Haproxy.start(folder, folder.resolve("haproxy.cfg"));
        String reload = "kill -USR2 " + haproxy.pid();
        this.template =
                RunningTemplate.start(
                        folder, settings(folder, consul, reload), "-config", CONFIGURATION);
    }

    private static Map<String, String> settings(Path folder, RealConsul consul, String reload) {
        Map<String, String> settings = new HashMap<>();
        settings.put("CONSUL_HTTP_ADDR", consul.host() + ":" + consul.port());
        settings.put("HAPROXY_BIN", Haproxy.program().orElseThrow().toString());
        settings.put("LB_BIND", "127.0.0.1");
        settings.put("LB_PORTS", "*");
        settings.put("LB_RUN", folder.toString());
        settings.put("LB_RELOAD", reload);
        return settings;
    }

    int reloads() {
        return haproxy.reloads();
    }

    void awaitServer(String address) {
        await(address).atMost(PATIENCE).until(() -> haproxy.servers().contains(address));
    }

    void awaitNoServerOf(Collection<String> addresses) {
        await(addresses.toString())
                .atMost(PATIENCE)
                .until(() -> haproxy.servers().stream().noneMatch(addresses::contains));
    }

    @Override
    public void close() {
        template.close();
        haproxy.close();
    }
}
