package io.kse.registration;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Every Service that one Consul agent holds, by id, whoever has registered it.
 *
 * @param address the IP address by which the agent was asked, which is where exported ports are
 */
public record AgentState(String address, SortedMap<String, Registered> services) {
    public AgentState(String address, Map<String, Registered> services) {
        this(address, new TreeMap<>(services));
    }

    Optional<Registered> get(String id) {
        return Optional.ofNullable(services.get(id));
    }

    /** The registrations that carry our tags, by id. */
    public Map<String, Registered> ours(OurTags tags) {
        return services.entrySet().stream()
                .filter(entry -> tags.areAmong(entry.getValue().tags()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
