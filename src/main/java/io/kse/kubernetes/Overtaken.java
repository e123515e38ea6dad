package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.kse.service.ServiceName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Knows the Services of which a live list has told more than the watch: what the watch tells of
 * them until it has told as much is old, and no event. Compares versions for being the same only,
 * since their order does not outlive a restored backup of etcd. Safe for several threads.
 */
public final class Overtaken {
    /** In place of a version. */
    private static final String GONE = "";

    /** As the list had them; empty: gone. */
    private final Map<ServiceName, Optional<Service>> listed = new HashMap<>();

    /** What the watch has told when the list began; null while none is under way. */
    private Map<ServiceName, String> told;

    /** What it has told since. */
    private final Map<ServiceName, Set<String>> toldSince = new HashMap<>();

    /**
     * A list is about to be asked for.
     *
     * @param watched all Services, as the watch has told
     */
    public synchronized void begin(Collection<Service> watched) {
        told = new HashMap<>();
        watched.forEach(service -> told.put(name(service), version(service)));
        toldSince.clear();
    }

    /**
     * The list has come.
     *
     * @param live complete
     * @return those of which it tells what the watch has not told
     */
    public synchronized Set<ServiceName> end(Collection<Service> live) {
        listed.clear();
        if (told == null) {
            return Set.of();
        }
        Map<ServiceName, Optional<Service>> all = new HashMap<>();
        told.keySet().forEach(name -> all.put(name, Optional.empty()));
        toldSince.keySet().forEach(name -> all.put(name, Optional.empty()));
        live.forEach(service -> all.put(name(service), Optional.of(service)));
        all.forEach(
                (name, service) -> {
                    if (!isTold(name, service.map(Overtaken::version).orElse(GONE))) {
                        listed.put(name, service);
                    }
                });
        abandon();
        return Set.copyOf(listed.keySet());
    }

    private boolean isTold(ServiceName name, String version) {
        return told.getOrDefault(name, GONE).equals(version)
                || toldSince.getOrDefault(name, Set.of()).contains(version);
    }

    /** The list that was asked for will not come. */
    public synchronized void abandon() {
        told = null;
        toldSince.clear();
    }

    /** Nobody goes by lists any more. */
    public synchronized void forget() {
        abandon();
        listed.clear();
    }

    /** False if a list has told of something later; true from what the list told on. */
    synchronized boolean isNews(Action action, HasMetadata service) {
        ServiceName name = name(service);
        String version = action == Action.DELETED ? GONE : version(service);
        if (told != null) {
            toldSince.computeIfAbsent(name, n -> new HashSet<>()).add(version);
        }
        if (!listed.containsKey(name)) {
            return true;
        }
        boolean isAsListed = listed.get(name).map(Overtaken::version).orElse(GONE).equals(version);
        if (isAsListed) {
            listed.remove(name);
        }
        return isAsListed;
    }

    /** As the list had it, or as it is {@code watched} if the watch knows as much. */
    Optional<Service> latest(ServiceName name, Supplier<Optional<Service>> watched) {
        synchronized (this) {
            if (listed.containsKey(name)) {
                return listed.get(name);
            }
        }
        return watched.get();
    }

    private static ServiceName name(HasMetadata service) {
        return new ServiceName(
                service.getMetadata().getNamespace(), service.getMetadata().getName());
    }

    private static String version(HasMetadata service) {
        return service.getMetadata().getResourceVersion();
    }
}
