package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.informers.impl.ListerWatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Lists Services from the API server itself, as they are now. Never returns a part of them: all, or
 * an exception.
 */
public final class LiveServices {
    private static final long PAGE = 500;
    private static final int ATTEMPTS = 3;
    private static final int GONE = 410;

    private final KubernetesClient client;
    private final List<String> namespaces;

    /** One page of a list, consistent since it is asked for without a resourceVersion. */
    private interface Pages extends Function<ListOptions, ServiceList> {}

    /** {@code namespaces}: which ones to list; empty means all. */
    public LiveServices(KubernetesClient client, List<String> namespaces) {
        this.client = client;
        this.namespaces = List.copyOf(namespaces);
    }

    /**
     * Every Service of the namespaces, each namespace as of one moment. Waits as long as the client
     * does: 10 s for each page if the API server hangs.
     *
     * @throws KubernetesUnavailable if not all of them could be read
     */
    public List<Service> list() {
        return list(sources(client).stream().map(source -> (Pages) source::list).toList());
    }

    /**
     * The same, within that time. Tries each request once only.
     *
     * @throws KubernetesUnavailable also if the time is over, or the thread is interrupted, which
     *     it stays
     */
    public List<Service> list(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        return Hasty.call(
                client,
                patience,
                0,
                hasty -> list(sources(hasty).stream().map(source -> before(end, source)).toList()));
    }

    private List<Service> list(List<Pages> sources) {
        try {
            return sources.stream().flatMap(source -> all(source).stream()).toList();
        } catch (KubernetesClientException e) {
            throw new KubernetesUnavailable(client.getMasterUrl(), e);
        }
    }

    private List<? extends Listable<ServiceList>> sources(KubernetesClient from) {
        if (namespaces.isEmpty()) {
            return List.of(from.services().inAnyNamespace());
        }
        return namespaces.stream().map(from.services()::inNamespace).toList();
    }

    /** Every operation of this client's is a {@link ListerWatcher}, which alone does not block. */
    @SuppressWarnings("unchecked")
    private static Pages before(long end, Listable<ServiceList> source) {
        ListerWatcher<Service, ServiceList> operation =
                (ListerWatcher<Service, ServiceList>) source;
        return options -> before(end, operation.submitList(options));
    }

    private static ServiceList before(long end, CompletableFuture<ServiceList> page) {
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

    /** The server forgets where a list was when that takes too long (410): then from page one. */
    private static List<Service> all(Pages source) {
        for (int attempt = 1; ; attempt++) {
            try {
                return allPages(source);
            } catch (KubernetesClientException e) {
                if (e.getCode() != GONE || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static List<Service> allPages(Pages source) {
        List<Service> services = new ArrayList<>();
        String next = null;
        do {
            ServiceList page = page(source, next);
            services.addAll(page.getItems());
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        return services;
    }

    private static ServiceList page(Pages source, String next) {
        return source.apply(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
    }
}
