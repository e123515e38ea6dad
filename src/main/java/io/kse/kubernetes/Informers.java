package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Lists and watches one kind of object, in one or several namespaces, and knows all that is there.
 * Never gives up: it retries for ever, lists again after a gap, and never asks for a stale list.
 */
final class Informers<T extends HasMetadata> {
    /** Also makes the informer's first list a consistent read, which without a limit it is not. */
    private static final long PAGE = 500;

    /** No timer repeats what is known already. */
    private static final long NO_RESYNC = 0;

    private final List<SharedIndexInformer<T>> informers;
    private final CompletableFuture<Void> complete = new CompletableFuture<>();

    Informers(
            List<? extends Informable<T>> sources,
            ResourceEventHandler<T> events,
            ExceptionHandler troubles) {
        informers = sources.stream().map(source -> informer(source, events, troubles)).toList();
    }

    private static <T extends HasMetadata> SharedIndexInformer<T> informer(
            Informable<T> source, ResourceEventHandler<T> events, ExceptionHandler troubles) {
        return source.withLimit(PAGE)
                .runnableInformer(NO_RESYNC)
                .itemStore(new TrimmedStore<>())
                .exceptionHandler(troubles)
                .addEventHandler(events);
    }

    /**
     * Returns at once.
     *
     * @param whenComplete runs when every informer has its first complete list
     */
    void start(Runnable whenComplete) {
        CompletableFuture<?>[] firstLists =
                informers.stream()
                        .map(informer -> informer.start().toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(firstLists).thenRun(() -> complete.complete(null));
        complete.thenRun(whenComplete);
    }

    void stop() {
        informers.forEach(SharedIndexInformer::stop);
    }

    /** True from the moment when all that the cluster has is known. */
    boolean isComplete() {
        return complete.isDone();
    }

    /** {@link #isComplete()}, at the latest after {@code patience}. */
    boolean awaitComplete(Duration patience) throws InterruptedException {
        try {
            complete.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /** False also for the moment in which a watch is renewed. */
    boolean isWatching() {
        return informers.stream().allMatch(SharedIndexInformer::isWatching);
    }

    Stream<T> list() {
        return informers.stream().flatMap(informer -> informer.getStore().list().stream());
    }

    /** Empty if there is none, or none in what is watched. */
    Optional<T> find(String namespace, String name) {
        String key = Cache.namespaceKeyFunc(namespace, name);
        return informers.stream()
                .map(informer -> informer.getStore().getByKey(key))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /**
     * Keeps objects without the part that can be larger than all the rest and that nobody reads.
     */
    private static final class TrimmedStore<T extends HasMetadata> extends BasicItemStore<T> {
        TrimmedStore() {
            super(Cache::metaNamespaceKeyFunc);
        }

        @Override
        public T put(String key, T object) {
            object.getMetadata().setManagedFields(null);
            return super.put(key, object);
        }
    }
}
