package io.kse.kubernetes;

import static io.kse.kubernetes.InformerServicesComponent.name;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.kse.service.ServiceName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Knows the Services of which a live list has told more than the watch: what the watch tells of
 * them until it has told as much is old, and no event. Compares versions for being the same only,
 * since their order does not outlive a restored backup of etcd. Safe for several threads.
 */
public final class Overtaken {
    /** In place of a version. */
    private static final String GONE = "";

    /** What the last list has told more than the watch. */
    private Map<ServiceName, Later> listed = new HashMap<>();

    /** What the watch has told when the list began; null while none is under way. */
    private Map<ServiceName, String> told;

    /** What it has told since. */
    private final Map<ServiceName, Set<String>> toldSince = new HashMap<>();

    /** What it has listed by itself since: nobody knows which of the two lists is the later one. */
    private final Set<ServiceName> relisted = new HashSet<>();

    /** Tells what it had listed by itself before, though it had not told it yet: that is older. */
    private Predicate<ServiceName> listedBefore = name -> false;

    /**
     * What the watch has still to tell.
     *
     * @param service as the list had it; empty: gone
     * @param isPresumed true if it is gone in this list, as it was before both, and only the list
     *     before says that the watch is behind
     * @param isBesideRelist true if the watch was listing by itself when this list came: what it
     *     finds may be older
     */
    private record Later(Optional<Service> service, boolean isPresumed, boolean isBesideRelist) {
        String version() {
            return service.map(Overtaken::version).orElse(GONE);
        }
    }

    /**
     * What a live list tells and the watch does not.
     *
     * @param at an arrival: events of them up to then are older than the list
     */
    public record Ahead(Set<ServiceName> services, long at) {
        public Ahead {
            services = Set.copyOf(services);
        }
    }

    /**
     * A list is about to be asked for.
     *
     * @param watched all Services, as the watch has told; asked while it can tell nothing
     * @param relisted tells the Services that the watch has listed by itself, and not told yet
     */
    public synchronized void begin(
            Supplier<? extends Collection<Service>> watched, Predicate<ServiceName> relisted) {
        abandon();
        listedBefore = relisted;
        Map<ServiceName, String> now = new HashMap<>();
        watched.get().forEach(service -> now.put(name(service), version(service)));
        told = now;
    }

    /**
     * The list has come.
     *
     * @param live complete
     * @param arrivals numbers the list among the events: none is handed on meanwhile
     * @param relisting tells the Services that the watch is listing by itself at this moment
     */
    public synchronized Ahead end(
            Collection<Service> live, LongSupplier arrivals, Predicate<ServiceName> relisting) {
        Map<ServiceName, Later> before = listed;
        listed = new HashMap<>();
        if (told == null) {
            return new Ahead(Set.of(), arrivals.getAsLong());
        }
        Map<ServiceName, Optional<Service>> all = new HashMap<>();
        told.keySet().forEach(name -> all.put(name, Optional.empty()));
        toldSince.keySet().forEach(name -> all.put(name, Optional.empty()));
        before.keySet().forEach(name -> all.put(name, Optional.empty()));
        live.forEach(service -> all.put(name(service), Optional.of(service)));
        all.forEach(
                (name, service) -> {
                    Later later = new Later(service, isTold(name, service), relisting.test(name));
                    if (!relisted.contains(name)
                            && (!later.isPresumed() || isGoneAgain(before, later, name))) {
                        listed.put(name, later);
                    }
                });
        abandon();
        return new Ahead(listed.keySet(), arrivals.getAsLong());
    }

    /**
     * What is not there has no version that would tell since when. Not for ever: a watch that has
     * listed by itself has nothing more to tell.
     */
    private static boolean isGoneAgain(
            Map<ServiceName, Later> before, Later now, ServiceName name) {
        return now.service().isEmpty()
                && before.containsKey(name)
                && !before.get(name).isPresumed();
    }

    private boolean isTold(ServiceName name, Optional<Service> listedAs) {
        String version = listedAs.map(Overtaken::version).orElse(GONE);
        return told.getOrDefault(name, GONE).equals(version)
                || toldSince.getOrDefault(name, Set.of()).contains(version);
    }

    /** The list that was asked for will not come. */
    public synchronized void abandon() {
        told = null;
        toldSince.clear();
        relisted.clear();
    }

    /** Nobody goes by lists any more. */
    public synchronized void forget() {
        abandon();
        listed.clear();
    }

    /**
     * False if a live list has told of something later; true from what the list told on, and for
     * what the watch has listed by itself since: it may never tell that version. If it had begun to
     * before, the next live list sees what it has found.
     */
    synchronized boolean isNews(Action action, Service service, EventSource source) {
        ServiceName name = name(service);
        String version = action == Action.DELETED ? GONE : version(service);
        if (told != null) {
            toldSince.computeIfAbsent(name, n -> new HashSet<>()).add(version);
            if (source == EventSource.LISTED && !listedBefore.test(name)) {
                relisted.add(name);
            }
        }
        if (!listed.containsKey(name)) {
            return true;
        }
        Later later = listed.get(name);
        boolean isListedSince = source == EventSource.LISTED && !later.isBesideRelist();
        boolean isNews = later.version().equals(version) || isListedSince;
        if (isNews) {
            listed.remove(name);
        }
        return isNews;
    }

    /** As the list had it, or as it is {@code watched} if the watch knows as much. */
    Optional<Service> latest(ServiceName name, Supplier<Optional<Service>> watched) {
        synchronized (this) {
            if (listed.containsKey(name)) {
                return listed.get(name).service();
            }
        }
        return watched.get();
    }

    private static String version(Service service) {
        return service.getMetadata().getResourceVersion();
    }
}
