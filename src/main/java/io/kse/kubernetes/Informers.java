package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Lists and watches one kind of object, in one or several namespaces, and knows all that is there,
 * or of which namespaces it does. Never gives up: it retries for ever, lists again after a gap, and
 * never asks for a stale list.
 */
final class Informers<T extends HasMetadata> {
    private final List<SourcedInformer<T>> informers;
    private final Runnable onGap;
    private Runnable whenSettled = () -> {};
    private long known;
    private volatile boolean settled;

    /**
     * @param onGap runs when one of them has listed again, or for the first time after all were
     *     settled: what happened meanwhile is in the line
     */
    Informers(
            List<Source<T>> sources,
            LatestEvents<T> line,
            Runnable onGap,
            ExceptionHandler troubles) {
        this.onGap = onGap;
        this.informers =
                sources.stream()
                        .map(source -> new SourcedInformer<>(source, line, onGap, troubles))
                        .toList();
    }

    /**
     * Returns at once.
     *
     * @param whenSettled runs when {@link #isSettled} becomes true
     */
    void start(Runnable whenSettled) {
        this.whenSettled = whenSettled;
        informers.forEach(informer -> informer.start(this::judge));
    }

    private void judge() {
        due().ifPresent(Runnable::run);
    }

    private synchronized Optional<Runnable> due() {
        long before = known;
        known = complete().count();
        if (settled) {
            return known > before ? Optional.of(onGap) : Optional.empty();
        }
        settled = known > 0 && isTried();
        return settled ? Optional.of(whenSettled) : Optional.empty();
    }

    private Stream<SourcedInformer<T>> complete() {
        return informers.stream().filter(SourcedInformer::isComplete);
    }

    void stop() {
        informers.forEach(SourcedInformer::stop);
    }

    /** Lists again; until that is complete, what is known stays. */
    void restart() {
        informers.forEach(SourcedInformer::restart);
    }

    /** True from the moment when all that the cluster has is known. */
    boolean isComplete() {
        return informers.stream().allMatch(SourcedInformer::isComplete);
    }

    /** True from the moment when each is complete or has failed at least once. */
    boolean isTried() {
        return informers.stream()
                .allMatch(informer -> informer.isComplete() || informer.hasFailed());
    }

    /**
     * True from the moment when there is something to go by: each is complete or has failed at
     * least once, and at least one is complete.
     */
    boolean isSettled() {
        return settled;
    }

    /** True while a list of that namespace is under way, or its events are. */
    boolean isListing(String namespace) {
        return informers.stream()
                .filter(informer -> informer.covers(namespace))
                .anyMatch(SourcedInformer::isListing);
    }

    /** Tells the namespaces whose list has been answered by now, but not handled yet. */
    Predicate<String> answered() {
        List<SourcedInformer<T>> answered =
                informers.stream().filter(SourcedInformer::isAnswered).toList();
        return namespace -> answered.stream().anyMatch(informer -> informer.covers(namespace));
    }

    /** False also for the moment in which a watch is renewed. */
    boolean isWatching() {
        return informers.stream().allMatch(SourcedInformer::isWatching);
    }

    /** All that is known of completely. */
    Stream<T> list() {
        return complete().flatMap(informer -> informer.store().list().stream());
    }

    /** True if all that the namespace has is known. */
    boolean knows(String namespace) {
        return complete().anyMatch(informer -> informer.covers(namespace));
    }

    /** Empty if there is none, or none in what is known. */
    Optional<T> find(String namespace, String name) {
        String key = Cache.namespaceKeyFunc(namespace, name);
        return complete()
                .map(informer -> informer.store().getByKey(key))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
