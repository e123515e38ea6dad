package io.kse.e2e;

import static org.awaitility.Awaitility.await;

import io.kse.testbed.ConsulTemplate;
import io.kse.testbed.Haproxy;
import io.kse.testbed.RealConsul;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** HAProxy, with the configuration that consul-template makes of {@code examples/haproxy}. */
final class RenderedHaproxy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path SHIPPED = Path.of("examples", "haproxy");

    private final Haproxy haproxy;
    private final ConsulTemplate template;

    /**
     * @param folder exists and is empty
     * @param more settings of the template
     */
    RenderedHaproxy(Path folder, RealConsul consul, Map<String, String> more) throws IOException {
        for (String file : List.of("haproxy.cfg.ctmpl", "apply", "consul-template.hcl")) {
            Files.copy(SHIPPED.resolve(file), folder.resolve(file));
        }
        ConsulTemplate.once(consul, folder, settings(folder, "true", more));
        this.haproxy = Haproxy.start(folder, folder.resolve("haproxy.cfg"));
        String reload = "kill -USR2 " + haproxy.pid();
        this.template = ConsulTemplate.start(consul, folder, settings(folder, reload, more));
    }

    private static Map<String, String> settings(
            Path folder, String reload, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("LB_BIND", "127.0.0.1");
        settings.put("LB_PORTS", "*");
        settings.put("LB_RUN", folder.toString());
        settings.put("LB_RELOAD", reload);
        return settings;
    }

    int reloads() {
        return haproxy.reloads();
    }

    void awaitReloadAfter(int reloads) {
        await("reload").atMost(PATIENCE).until(() -> haproxy.reloads() > reloads);
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
