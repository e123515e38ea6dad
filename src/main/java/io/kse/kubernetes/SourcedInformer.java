package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.fabric8.kubernetes.client.dsl.internal.BaseOperation;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.Store;
import io.fabric8.kubernetes.client.informers.impl.DefaultSharedIndexInformer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One informer that says of every event where it comes from, and that can be made to list again.
 * What it knows stays as it was while it lists again.
 */
final class SourcedInformer<T extends HasMetadata> {
    private static final long PAGE = 500;

    /** No timer repeats what is known already. */
    private static final long NO_RESYNC = 0;

    private final ListThenWatch<T, ?> server;
    private final SharedIndexInformer<T> informer;

    private <L extends KubernetesResourceList<T>> SourcedInformer(
            BaseOperation<T, L, ?> operation,
            Consumer<? super T> trim,
            LatestEvents<T> line,
            Runnable onGap) {
        ListThenWatch<T, L> listThenWatch = new ListThenWatch<>(operation, onGap);
        server = listThenWatch;
        informer =
                new DefaultSharedIndexInformer<>(
                        operation.getType(),
                        listThenWatch,
                        NO_RESYNC,
                        operation.getOperationContext().getExecutor());
        informer.itemStore(new TrimmedStore<>(trim)).addEventHandler(into(line));
    }

    static <T extends HasMetadata> SourcedInformer<T> of(
            Source<T> source, LatestEvents<T> line, Runnable onGap, ExceptionHandler troubles) {
        SourcedInformer<T> sourced =
                new SourcedInformer<>(
                        (BaseOperation<T, ?, ?>) source.objects().withLimit(PAGE),
                        source.trim(),
                        line,
                        onGap);
        sourced.informer.exceptionHandler(troubles);
        return sourced;
    }

    /**
     * Completes with the first complete list. The initial state, though empty, makes that list a
     * consistent read, and lets the watch begin only after the list's events.
     */
    CompletableFuture<Void> start() {
        return informer.initialState(Stream.empty()).start().toCompletableFuture();
    }

    void stop() {
        informer.stop();
    }

    void restart() {
        server.restart();
    }

    boolean isWatching() {
        return informer.isWatching();
    }

    Store<T> store() {
        return informer.getStore();
    }

    private ResourceEventHandler<T> into(LatestEvents<T> line) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                line.offer(Action.ADDED, object, server.source());
            }

            @Override
            public void onUpdate(T before, T after) {
                if (!Objects.equals(version(before), version(after))) {
                    line.offer(Action.MODIFIED, after, server.source());
                }
            }

            @Override
            public void onDelete(T object, boolean vanishedUnseen) {
                EventSource source = vanishedUnseen ? EventSource.LISTED : server.source();
                line.offer(Action.DELETED, object, source);
            }
        };
    }

    private static String version(HasMetadata object) {
        return object.getMetadata().getResourceVersion();
    }

    /** Keeps objects without the parts that nobody reads. */
    private static final class TrimmedStore<T extends HasMetadata> extends BasicItemStore<T> {
        private final Consumer<? super T> trim;

        TrimmedStore(Consumer<? super T> trim) {
            super(Cache::metaNamespaceKeyFunc);
            this.trim = trim;
        }

        @Override
        public T put(String key, T object) {
            trim.accept(object);
            return super.put(key, object);
        }
    }
}
