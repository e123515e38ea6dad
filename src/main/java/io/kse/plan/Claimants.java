package io.kse.plan;

import io.kse.service.KeyTemplate;
import io.kse.service.KeyTemplate.Field;
import io.kse.service.ServiceName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which of some Services could have made a key, whatever their annotations and ports were then. In
 * doubt there is one.
 */
@FunctionalInterface
public interface Claimants {
    /** One of them that may have made a key with {@code serviceId} in it. */
    Optional<ServiceName> of(String serviceId);

    /**
     * @param template empty means that ids stand in keys as they are
     */
    static Claimants of(Optional<KeyTemplate> template, Collection<ServiceName> services) {
        List<ServiceName> sorted = List.copyOf(new TreeSet<>(services));
        return template.map(t -> templated(t, sorted)).orElseGet(() -> plain(sorted));
    }

    private static Claimants templated(KeyTemplate template, List<ServiceName> services) {
        if (template.alwaysHoldsId()) {
            return id -> services.stream().filter(s -> id.contains(inId(s) + "-")).findFirst();
        } else if (template.alwaysHolds(Field.NAMESPACE) && template.alwaysHolds(Field.NAME)) {
            return id ->
                    services.stream()
                            .filter(s -> id.contains(s.namespace()) && id.contains(s.name()))
                            .findFirst();
        }
        return id -> services.stream().findFirst();
    }

    private static String inId(ServiceName service) {
        return service.namespace() + "-" + service.name();
    }

    /** Looks names up rather than for each name, since there may be thousands of both. */
    private static Claimants plain(List<ServiceName> services) {
        Map<String, ServiceName> byName = new HashMap<>();
        services.forEach(service -> byName.putIfAbsent(inId(service), service));
        return id -> find(id, byName);
    }

    private static Optional<ServiceName> find(String id, Map<String, ServiceName> byName) {
        for (int from = 0; from < id.length(); from = wordAfter(id, from)) {
            for (int to = id.indexOf('-', from); to >= 0; to = id.indexOf('-', to + 1)) {
                ServiceName found = byName.get(id.substring(from, to));
                if (found != null) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }

    /** An id starts, or a part of it, at the front or behind a hyphen or slash. */
    private static int wordAfter(String id, int from) {
        int at = from;
        while (at < id.length() && id.charAt(at) != '-' && id.charAt(at) != '/') {
            at++;
        }
        return at + 1;
    }
}
