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
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One informer that says of every event where it comes from, and that can be made to list again.
 * What it knows stays as it was while it lists again.
 */
final class SourcedInformer<T extends HasMetadata> {
    /** No timer repeats what is known already. */
    private static final long NO_RESYNC = 0;

    private final Source<T> source;
    private final ListThenWatch<T, ?> server;
    private final SharedIndexInformer<T> informer;
    private volatile boolean complete;
    private volatile boolean failed;
    private volatile Runnable onNews = () -> {};

    /**
     * @param onGap runs when it has listed again
     * @param troubles decides whether it goes on after a failure
     */
    SourcedInformer(
            Source<T> source, ObjectEvents<T> events, Runnable onGap, ExceptionHandler troubles) {
        this(source, operation(source), events, onGap, troubles);
    }

    /** Every operation of this client's is one. */
    @SuppressWarnings("unchecked")
    private static <T extends HasMetadata> BaseOperation<T, ?, ?> operation(Source<T> source) {
        return (BaseOperation<T, ?, ?>) source.objects().withLimit(source.pageSize());
    }

    private <L extends KubernetesResourceList<T>> SourcedInformer(
            Source<T> source,
            BaseOperation<T, L, ?> operation,
            ObjectEvents<T> events,
            Runnable onGap,
            ExceptionHandler troubles) {
        ListThenWatch<T, L> listThenWatch = new ListThenWatch<>(operation, onGap);
        this.source = source;
        this.server = listThenWatch;
        this.informer =
                new DefaultSharedIndexInformer<>(
                        operation.getType(),
                        listThenWatch,
                        NO_RESYNC,
                        operation.getOperationContext().getExecutor());
        informer.itemStore(new TrimmedStore<>(source.trim())).addEventHandler(into(events));
        informer.exceptionHandler((started, trouble) -> goesOn(troubles, started, trouble));
    }

    private boolean goesOn(ExceptionHandler troubles, boolean started, Throwable trouble) {
        boolean isFirst = !failed;
        failed = true;
        if (isFirst) {
            onNews.run();
        }
        return troubles.retryAfterException(started, trouble);
    }

    /**
     * Returns at once. The initial state, though empty, makes the first list a consistent read, and
     * lets the watch begin only after the list's events.
     *
     * @param news runs when its first list is complete, and when it fails for the first time
     */
    void start(Runnable news) {
        onNews = news;
        informer.initialState(Stream.empty()).start().thenRun(this::completed);
    }

    private void completed() {
        complete = true;
        onNews.run();
    }

    /** True from the first complete list on; its events have been offered by then. */
    boolean isComplete() {
        return complete;
    }

    /** True from the first failure on. */
    boolean hasFailed() {
        return failed;
    }

    boolean covers(String namespace) {
        return source.covers(namespace);
    }

    void stop() {
        informer.stop();
    }

    void restart() {
        server.restart();
    }

    /** As {@link ListThenWatch#isListing}. */
    boolean isListing() {
        return server.isListing();
    }

    /** As {@link ListThenWatch#isAnswered}. */
    boolean isAnswered() {
        return server.isAnswered();
    }

    boolean isWatching() {
        return informer.isWatching();
    }

    Store<T> store() {
        return informer.getStore();
    }

    private ResourceEventHandler<T> into(ObjectEvents<T> events) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                events.offer(Action.ADDED, object, server.source());
            }

            @Override
            public void onUpdate(T before, T after) {
                if (!Objects.equals(version(before), version(after))) {
                    events.offer(Action.MODIFIED, after, server.source());
                }
            }

            @Override
            public void onDelete(T object, boolean vanishedUnseen) {
                EventSource known = vanishedUnseen ? EventSource.LISTED : server.source();
                events.offer(Action.DELETED, object, known);
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
