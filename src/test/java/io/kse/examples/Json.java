package io.kse.examples;

/** Documents as a test needs them, with no more fields than it is about. */
final class Json {
    private Json() {}

    static String http(int nodePort, int listenPort, String name) {
        return "{\"port\":%d,\"load_balancer_listen_port\":%d,\"dns_name\":\"%s\"}"
                .formatted(nodePort, listenPort, name);
    }

    static String tcp(int nodePort, int listenPort, String name) {
        return with(http(nodePort, listenPort, name), "\"backend_protocol\":\"tcp\"");
    }

    static String classed(int nodePort, String name, String loadBalancerClass) {
        String field = "\"load_balancer_class\":\"%s\"".formatted(loadBalancerClass);
        return with(http(nodePort, 0, name), field);
    }

    static String with(String json, String field) {
        return json.substring(0, json.length() - 1) + "," + field + "}";
    }
}
