package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.informers.impl.ListerWatcher;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * One list from the API server itself, as of one moment, in pages. Never a part of it: all, or an
 * exception.
 *
 * @param server an operation of this client, every one of which is a {@link ListerWatcher}, since
 *     that alone does not block
 * @param pageSize objects in one answer at most
 * @param kept what is kept of an object, page by page: a list is held as a whole
 * @param end of all patience, as {@link System#nanoTime()}
 */
record PagedList<T extends HasMetadata, L extends KubernetesResourceList<T>>(
        ListerWatcher<T, L> server, long pageSize, UnaryOperator<T> kept, long end) {
    /** Thousands come as fast as with 500, which take tens of MB if people annotate them well. */
    static final long SERVICES = 250;

    /** A Node takes 10 KB and more: until a page is trimmed, all of it is in memory. */
    static final long NODES = 100;

    private static final int ATTEMPTS = 3;

    @SuppressWarnings("unchecked")
    static <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> of(
            Listable<L> source, long pageSize, UnaryOperator<T> kept, long end) {
        return new PagedList<>((ListerWatcher<T, L>) source, pageSize, kept, end).all();
    }

    /** The server forgets where a list was when that takes too long (410): then from page one. */
    private List<T> all() {
        for (int attempt = 1; ; attempt++) {
            try {
                return allPages();
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_GONE || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Consistent, since it is asked for without a resourceVersion. */
    private List<T> allPages() {
        List<T> all = new ArrayList<>();
        String next = null;
        do {
            ListOptions options =
                    new ListOptionsBuilder().withLimit(pageSize).withContinue(next).build();
            L page = await(server.submitList(options));
            page.getItems().stream().map(kept).forEach(all::add);
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        return all;
    }

    private L await(CompletableFuture<L> page) {
        try {
            return page.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new KubernetesClientException("no complete list in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted while listing", e);
        } catch (ExecutionException e) {
            throw KubernetesClientException.launderThrowable(e.getCause());
        }
    }
}
