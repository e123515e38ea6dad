package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.util.ArrayList;
import java.util.List;

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

    /** {@code namespaces}: which ones to list; empty means all. */
    public LiveServices(KubernetesClient client, List<String> namespaces) {
        this.client = client;
        this.namespaces = List.copyOf(namespaces);
    }

    /**
     * Every Service of the namespaces, each namespace as of one moment.
     *
     * @throws KubernetesUnavailable if not all of them could be read
     */
    public List<Service> list() {
        try {
            return sources().stream().flatMap(source -> all(source).stream()).toList();
        } catch (KubernetesClientException e) {
            throw new KubernetesUnavailable(client.getMasterUrl(), e);
        }
    }

    private List<? extends Listable<ServiceList>> sources() {
        if (namespaces.isEmpty()) {
            return List.of(client.services().inAnyNamespace());
        }
        return namespaces.stream().map(client.services()::inNamespace).toList();
    }

    /** The server forgets where a list was when that takes too long (410): then from page one. */
    private static List<Service> all(Listable<ServiceList> source) {
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

    private static List<Service> allPages(Listable<ServiceList> source) {
        List<Service> services = new ArrayList<>();
        String next = null;
        do {
            ServiceList page = page(source, next);
            services.addAll(page.getItems());
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        return services;
    }

    /** Without a resourceVersion, which makes it a consistent read. */
    private static ServiceList page(Listable<ServiceList> source, String next) {
        return source.list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
    }
}
