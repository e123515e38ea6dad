package io.kse.examples;

import io.kse.testbed.RealConsul;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Services with all that the templates know, in all combinations. */
final class Harmless {
    private static final List<List<String>> CHOICES =
            List.of(
                    List.of("\"backend_protocol\":\"http\"", "\"backend_protocol\":\"tcp\""),
                    List.of("", "\"health_check_port\":9000"),
                    List.of("", "\"proxy_protocol\":true"),
                    List.of("", "\"ingress_sni\":\"web.account.edge.local\""),
                    List.of("", "\"health_check_path\":\"/healthz\""),
                    List.of(
                            "",
                            "\"custom_attrs\":{\"allow\":[]}",
                            "\"custom_attrs\":{\"allow\":[\"10.0.0.0/8\",\"fd00::/8\",\"10.0.0.1\"],"
                                    + "\"timeouts\":{\"idle\":60.5}}"),
                    List.of("east", "west"));

    private Harmless() {}

    /** In the cluster west there are no nodes. */
    static Published publishedIn(RealConsul consul) {
        Map<String, String> all = new LinkedHashMap<>();
        int number = 0;
        for (List<String> fields : combinations(CHOICES)) {
            number++;
            String cluster = fields.remove(fields.size() - 1);
            fields.removeIf(String::isEmpty);
            String rest = String.join(",", fields);
            all.put(key("a", number, cluster), document(10_000 + number, number, rest));
            all.put(key("b", number, cluster), document(10_000 + number, number + 500, rest));
            all.put(key("c", number, cluster), document(0, number, rest));
            all.put(key("d", number, cluster), nameless(20_000 + number, rest));
        }
        return new Published(consul)
                .nodes("east", "n1", "10.0.0.1", "n1", "fd00::1")
                .nodes("west")
                .keys(all);
    }

    private static String key(String letter, int number, String cluster) {
        return Published.documentKey(letter + number, cluster);
    }

    private static String document(int listenPort, int name, String rest) {
        return "{\"port\":30080,\"load_balancer_listen_port\":%d,\"dns_name\":\"n%d.example.com\",%s}"
                .formatted(listenPort, name, rest);
    }

    private static String nameless(int listenPort, String rest) {
        return "{\"port\":30080,\"load_balancer_listen_port\":%d,%s}".formatted(listenPort, rest);
    }

    private static List<List<String>> combinations(List<List<String>> choices) {
        List<List<String>> all = List.of(List.of());
        for (List<String> choice : choices) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> begun : all) {
                for (String next : choice) {
                    List<String> more = new ArrayList<>(begun);
                    more.add(next);
                    longer.add(more);
                }
            }
            all = longer;
        }
        return all;
    }
}
