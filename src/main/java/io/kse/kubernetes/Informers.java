package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Lists and watches one kind of object, in one or several namespaces, and knows all that is there.
 * Never gives up: it retries for ever, lists again after a gap, and never asks for a stale list.
 */
final class Informers<T extends HasMetadata> {
    private final List<SourcedInformer<T>> informers;
    private final CompletableFuture<Void> complete = new CompletableFuture<>();

    /**
     * @param onGap runs when one of them has listed again: what happened meanwhile is in the line
     */
    Informers(
            List<Source<T>> sources,
            LatestEvents<T> line,
            Runnable onGap,
            ExceptionHandler troubles) {
        informers =
                sources.stream()
                        .map(source -> SourcedInformer.of(source, line, onGap, troubles))
                        .toList();
    }

    /**
     * Returns at once.
     *
     * @param whenComplete runs when every informer has its first complete list
     */
    void start(Runnable whenComplete) {
        CompletableFuture<?>[] firstLists =
                informers.stream().map(SourcedInformer::start).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(firstLists).thenRun(() -> complete.complete(null));
        complete.thenRun(whenComplete);
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
        return complete.isDone();
    }

    /** False also for the moment in which a watch is renewed. */
    boolean isWatching() {
        return informers.stream().allMatch(SourcedInformer::isWatching);
    }

    Stream<T> list() {
        return informers.stream().flatMap(informer -> informer.store().list().stream());
    }

    /** Empty if there is none, or none in what is watched. */
    Optional<T> find(String namespace, String name) {
        String key = Cache.namespaceKeyFunc(namespace, name);
        return informers.stream()
                .map(informer -> informer.store().getByKey(key))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
