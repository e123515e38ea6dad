package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Request;
import io.kse.testbed.Figures;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What 100 replicas ask for in a minute, where every Node has one (KSE_SERVICES_ENABLED). All of
 * them are in this JVM and have one agent. Takes minutes, so it runs by name only: script/test
 * -Dtest=HerdFigures
 */
@ExtendWith(RealServers.class)
class HerdFigures {
    private static final int REPLICAS = 100;
    private static final int SERVICES = 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** To a real agent each of them would be one client. */
    private static final String ONE_CLIENT = "limits { http_max_conns_per_client = 10000 }";

    private static final Pattern API_REQUESTS =
            Pattern.compile(
                    "apiserver_request_total\\{.*resource=\"(services|nodes|namespaces)\""
                            + ".*verb=\"([A-Z]+)\".*} (\\d+)");
    private static final Pattern API_WATCHES =
            Pattern.compile(
                    "apiserver_longrunning_requests\\{.*resource=\"(services|nodes)\""
                            + ".*verb=\"(WATCH)\".*} (\\d+)");

    @Test
    void asksLittle(RealKubernetes kubernetes, @TempDir Path folder) throws Exception {
        Map<String, Long> watchesBefore = count(kubernetes, API_WATCHES);
        List<RunningExporter> replicas = new ArrayList<>();
        try (RealConsul consul = RealConsul.start(folder, "-hcl", ONE_CLIENT);
                OwnNodes nodes = new OwnNodes(kubernetes);
                FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            nodes.create("a", "10.0.0.1");
            OwnNamespace namespace =
                    new OwnNamespace(kubernetes, consul)
                            .with("KSE_SERVICES_ENABLED", "true")
                            .with("KSE_NODE_SELECTOR", nodes.selector())
                            .with("KSE_CONSUL_PORT", String.valueOf(proxy.port()));
            namespace.createMany("cart", SERVICES);
            for (int i = 0; i < REPLICAS; i++) {
                replicas.add(namespace.start());
            }
            RunningExporter one = replicas.get(0);
            await().atMost(MINUTE.multipliedBy(3))
                    .until(() -> one.documents().size() == SERVICES + 1);
            pass(MINUTE);

            Map<String, Long> apiBefore = count(kubernetes, API_REQUESTS);
            int consulBefore = proxy.requests().size();
            pass(MINUTE);
            say("API server, a minute", since(apiBefore, count(kubernetes, API_REQUESTS)));
            say("Consul, a minute", kinds(proxy.requests(), consulBefore));
            Map<String, Long> watches = since(watchesBefore, count(kubernetes, API_WATCHES));
            say("API server, open watches", watches);

            int beforeChange = proxy.requests().size();
            namespace.annotate("cart-0", "load-balancer-class", "public");
            one.awaitDocument(namespace.key("cart-0"), "\"public\"");
            pass(Duration.ofSeconds(5));
            say("Consul, a change and 5 s", kinds(proxy.requests(), beforeChange));
            assertThat(watches).containsEntry("WATCH nodes", 1L);
        } finally {
            replicas.parallelStream().forEach(RunningExporter::close);
        }
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time.plusSeconds(10)).until(() -> System.nanoTime() - end > 0);
    }

    private static void say(String what, Map<String, Long> counts) {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        Figures.count(what + ", " + REPLICAS + " replicas", all + " " + counts);
    }

    private static Map<String, Long> count(RealKubernetes kubernetes, Pattern metric) {
        Map<String, Long> counts = new TreeMap<>();
        kubernetes
                .client()
                .raw("/metrics")
                .lines()
                .map(metric::matcher)
                .filter(Matcher::matches)
                .forEach(
                        line ->
                                counts.merge(
                                        line.group(2) + " " + line.group(1),
                                        Long.valueOf(line.group(3)),
                                        Long::sum));
        return counts;
    }

    private static Map<String, Long> since(Map<String, Long> before, Map<String, Long> now) {
        Map<String, Long> since = new TreeMap<>(now);
        before.forEach((kind, count) -> since.merge(kind, -count, Long::sum));
        since.values().removeIf(count -> count == 0);
        return since;
    }

    private static Map<String, Long> kinds(List<Request> all, int before) {
        return all.subList(before, all.size()).stream()
                .map(HerdFigures::kind)
                .collect(
                        Collectors.groupingBy(
                                Function.identity(), TreeMap::new, Collectors.counting()));
    }

    /** Without what is called by the name of one session, key or Service. */
    private static String kind(Request request) {
        String path = request.path().replaceAll("[?].*", "");
        String[] parts = path.split("/");
        return request.method()
                + " "
                + java.util.Arrays.stream(parts).limit(4).collect(Collectors.joining("/"));
    }
}
