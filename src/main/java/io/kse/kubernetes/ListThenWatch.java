package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.internal.AbstractWatchManager;
import io.fabric8.kubernetes.client.informers.impl.ListerWatcher;
import java.net.HttpURLConnection;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an informer lists and watches with, so that we know which of the two it does. It relies on
 * the informer's order: a watch is asked for only after all events of the list before it have been
 * handled, and a list only after the watch before it has ended.
 *
 * @param <L> the kind of list, which nobody here looks at
 */
final class ListThenWatch<T extends HasMetadata, L> implements ListerWatcher<T, L> {
    private static final Logger LOG = LoggerFactory.getLogger(ListThenWatch.class);

    private final ListerWatcher<T, L> server;
    private final Runnable onGap;
    private volatile EventSource source = EventSource.LISTED;
    private volatile boolean isListing;
    private volatile boolean isAnswered;
    private boolean hasWatched;
    private OneWatch current;

    /**
     * {@code onGap}: runs when a watch has begun that does not follow another one without a gap.
     */
    ListThenWatch(ListerWatcher<T, L> server, Runnable onGap) {
        this.server = server;
        this.onGap = onGap;
    }

    /** Where an event comes from that is handled now; LISTED if that is not certain. */
    EventSource source() {
        return source;
    }

    @Override
    public CompletableFuture<L> submitList(ListOptions options) {
        source = EventSource.LISTED;
        isListing = true;
        boolean isFirstPage = options.getContinue() == null;
        if (isFirstPage) {
            isAnswered = false;
        }
        return server.submitList(options)
                .whenComplete(
                        (list, failure) -> {
                            isListing = failure == null;
                            isAnswered = failure == null;
                        });
    }

    /**
     * True from the first page of a list, which decides how old all of it is, to its last event.
     */
    boolean isAnswered() {
        return isAnswered;
    }

    /** True from the question for a list to its last event; false again once it has failed. */
    boolean isListing() {
        return isListing;
    }

    @Override
    public CompletableFuture<AbstractWatchManager<T>> submitWatch(
            ListOptions options, Watcher<T> watcher) {
        source = EventSource.WATCHED;
        isListing = false;
        isAnswered = false;
        OneWatch watch = new OneWatch(watcher);
        return server.submitWatch(options, watch)
                .thenApply(
                        connection -> {
                            begin(watch, connection);
                            return connection;
                        });
    }

    private void begin(OneWatch watch, AbstractWatchManager<T> connection) {
        boolean isFirst;
        synchronized (this) {
            watch.connection = connection;
            current = watch;
            isFirst = !hasWatched;
            hasWatched = true;
        }
        if (!isFirst) {
            tellGap();
        }
    }

    /** Whatever goes wrong there must not end the watch, which has only just begun. */
    private void tellGap() {
        try {
            onGap.run();
        } catch (RuntimeException e) {
            LOG.error("{}: the watch had a gap, and nobody could be told", getApiEndpointPath(), e);
        }
    }

    /**
     * Ends the watch as if the server had forgotten its history: the informer lists again, reports
     * what is different from what it knows, and watches. If no watch is open, that is under way
     * already.
     */
    void restart() {
        OneWatch watch;
        synchronized (this) {
            watch = current;
        }
        if (watch != null) {
            watch.abandon();
        }
    }

    @Override
    public Long getLimit() {
        return server.getLimit();
    }

    @Override
    public int getWatchReconnectInterval() {
        return server.getWatchReconnectInterval();
    }

    @Override
    public String getApiEndpointPath() {
        return server.getApiEndpointPath();
    }

    /** Tells the informer that it is over once and not twice, else the informer watches twice. */
    private final class OneWatch implements Watcher<T> {
        private final Watcher<T> informer;
        private AbstractWatchManager<T> connection;
        private boolean isOver;

        OneWatch(Watcher<T> informer) {
            this.informer = informer;
        }

        @Override
        public synchronized void eventReceived(Action action, T object) {
            if (!isOver) {
                informer.eventReceived(action, object);
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            if (end()) {
                informer.onClose(cause);
            }
        }

        @Override
        public void onClose() {
            if (end()) {
                informer.onClose();
            }
        }

        @Override
        public boolean reconnecting() {
            return informer.reconnecting();
        }

        private void abandon() {
            if (end()) {
                connection.close();
                informer.onClose(gone());
            }
        }

        private synchronized boolean end() {
            boolean wasOpen = !isOver;
            isOver = true;
            return wasOpen;
        }

        private static WatcherException gone() {
            String why = "abandoned";
            return new WatcherException(
                    why, new KubernetesClientException(why, HttpURLConnection.HTTP_GONE, null));
        }
    }
}
