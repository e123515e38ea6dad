package io.kse.page;

import io.kse.plan.KnownService;
import io.kse.plan.ServiceState;
import io.kse.service.ServiceName;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody has asked the page for. Whatever makes no sense in it counts as not asked.
 *
 * @param text to be found in a Service's name or one of its keys; empty means every Service
 * @param namespace empty means all
 * @param state empty means every state
 * @param page from 1
 * @param service whose details to show, {@code namespace/name}; empty means none
 */
record PageQuery(
        String text, String namespace, Optional<ServiceState> state, int page, String service) {
    private static final int LONGEST = 400;

    static final PageQuery NOTHING = new PageQuery("", "", Optional.empty(), 1, "");

    /**
     * @param query as it stands in the address behind the question mark; null means nothing
     */
    static PageQuery parse(String query) {
        Map<String, String> parameters = parameters(query == null ? "" : query);
        return new PageQuery(
                parameters.getOrDefault("q", ""),
                parameters.getOrDefault("namespace", ""),
                state(parameters.getOrDefault("state", "")),
                number(parameters.getOrDefault("page", "")),
                parameters.getOrDefault("service", ""));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query.split("&")) {
            String[] parts = parameter.split("=", 2);
            parameters.put(parts[0], parts.length < 2 ? "" : decode(parts[1]).strip());
        }
        return parameters;
    }

    private static String decode(String value) {
        try {
            String text = URLDecoder.decode(value, StandardCharsets.UTF_8);
            return text.length() > LONGEST ? "" : text;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static int number(String text) {
        return text.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(text) : 1;
    }

    boolean matches(KnownService service) {
        ServiceName name = service.name();
        return (namespace.isEmpty() || namespace.equals(name.namespace()))
                && (text.isEmpty() || isIn(name.toString()) || isInKey(service));
    }

    private boolean isInKey(KnownService service) {
        return service.wants().stream().anyMatch(entry -> isIn(entry.key().path()));
    }

    private boolean isIn(String where) {
        return where.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    /** Empty if there is none of that word. */
    private static Optional<ServiceState> state(String word) {
        return Arrays.stream(ServiceState.values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }

    PageQuery withState(Optional<ServiceState> other) {
        return new PageQuery(text, namespace, other, 1, "");
    }

    PageQuery withPage(int other) {
        return new PageQuery(text, namespace, state, other, "");
    }

    PageQuery withService(String other) {
        return new PageQuery(text, namespace, state, page, other);
    }

    /** Relative to the page; the same question has one address. */
    String address() {
        StringBuilder address = new StringBuilder();
        add(address, "q", text);
        add(address, "namespace", namespace);
        add(address, "state", state.map(ServiceState::word).orElse(""));
        add(address, "page", page == 1 ? "" : String.valueOf(page));
        add(address, "service", service);
        return address.isEmpty() ? "/" : "/?" + address;
    }

    private static void add(StringBuilder address, String name, String value) {
        if (!value.isEmpty()) {
            address.append(address.isEmpty() ? "" : "&").append(name).append('=');
            address.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
