package io.kse.flow;

import io.kse.config.ExporterConfig;
import io.kse.http.HttpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.apache.camel.component.properties.PropertiesComponent;

/** What Camel Main and the placeholders in the route files are told. */
final class LiveProperties {
    private static final String FALLBACK =
            String.valueOf(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);

    /** Of a heartbeat that is off. */
    private static final Duration NEVER = Duration.ofDays(1);

    private LiveProperties() {}

    static Map<String, String> of(ExporterConfig config, RouteFiles routes, HttpAddress http) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("camel.main.name", "kube-service-exporter");
        properties.put("camel.main.routesIncludePattern", routes.pattern());
        properties.put("camel.main.basePackageScanEnabled", "false");
        // Seconds. Camel looks once a second whether what is under way has ended.
        properties.put("camel.main.shutdownTimeout", "2");
        properties.putAll(notStarted(config));
        properties.put(
                "kse.heartbeat.period",
                String.valueOf(config.operation().heartbeat().orElse(NEVER).toMillis()));
        properties.put(
                "kse.resync.period",
                String.valueOf(spread(config.services().resyncPeriod()).toMillis()));
        // An environment variable may fill in a placeholder, but not go around a checked setting.
        properties.put("camel.component.properties.environmentVariableMode", FALLBACK);
        // No body is a stream; a cache for each document would last as long as the comparison.
        properties.put("camel.main.streamCachingEnabled", "false");
        properties.putAll(http(http));
        return properties;
    }

    /** By up to a fifth, so that replicas and clusters that started together are no herd. */
    private static Duration spread(Duration period) {
        double factor = 0.8 + 0.4 * ThreadLocalRandom.current().nextDouble();
        return Duration.ofMillis((long) (period.toMillis() * factor));
    }

    /**
     * Routes that wait for something or are off. A replica is ready without them: for the watch of
     * Nodes it would have to lead, and no rolling update of a DaemonSet would end.
     */
    private static Map<String, String> notStarted(ExporterConfig config) {
        List<String> routes = new ArrayList<>();
        if (config.consulServices().enabled()) {
            routes.add(NodeWatch.ROUTE);
        }
        if (config.operation().heartbeat().isEmpty()) {
            routes.add(OperatorFlow.HEARTBEAT);
        }
        return routes.isEmpty()
                ? Map.of()
                : Map.of(
                        "camel.main.autoStartupExcludePattern",
                        String.join(",", routes),
                        "camel.health.excludePattern",
                        routes.stream()
                                .map("route:%1$s,consumer:%1$s"::formatted)
                                .collect(Collectors.joining(",")));
    }

    /**
     * Routes and Camel's own end points, {@code /observe/health} and {@code /observe/metrics},
     * share one server.
     */
    private static Map<String, String> http(HttpAddress http) {
        Map<String, String> properties = new TreeMap<>();
        for (String server : new String[] {"camel.server.", "camel.management."}) {
            properties.put(server + "enabled", "true");
            properties.put(server + "host", http.host());
            properties.put(server + "port", String.valueOf(http.port()));
        }
        properties.put("camel.component.platform-http.headerFilterStrategy", "#headerGate");
        properties.put("camel.management.healthCheckEnabled", "true");
        properties.put("camel.management.metricsEnabled", "true");
        properties.put("camel.metrics.enabled", "true");
        // Counts by end point what routes count already, under the name of the first route.
        properties.put("camel.metrics.enableExchangeEventNotifier", "false");
        properties.put("camel.health.exposureLevel", "full");
        return properties;
    }
}
