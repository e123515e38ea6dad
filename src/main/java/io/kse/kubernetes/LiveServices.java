package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Lists Services from the API server itself, as they are now. Never returns a part of them: all, or
 * an exception.
 */
public final class LiveServices {
    private final KubernetesClient client;
    private final List<String> namespaces;
    private final UnaryOperator<Service> kept;

    /** {@code namespaces}: which ones to list; empty means all. */
    public LiveServices(KubernetesClient client, List<String> namespaces) {
        this(client, namespaces, UnaryOperator.identity());
    }

    /**
     * @param kept what to give instead of a listed Service: the same one, or an equal one
     */
    public LiveServices(
            KubernetesClient client, List<String> namespaces, UnaryOperator<Service> kept) {
        this.client = client;
        this.namespaces = List.copyOf(namespaces);
        this.kept = kept;
    }

    /**
     * Every Service of the namespaces, each namespace as of one moment, within that time. Tries
     * each request once only.
     *
     * @throws KubernetesUnavailable if not all of them could be read, if the time is over, or if
     *     the thread is interrupted, which it stays
     */
    public List<Service> list(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            return Hasty.call(client, patience, 0, hasty -> list(hasty, end));
        } catch (KubernetesClientException e) {
            throw new KubernetesUnavailable(client.getMasterUrl(), e);
        }
    }

    private List<Service> list(KubernetesClient hasty, long end) {
        return sources(hasty).stream()
                .flatMap(
                        source ->
                                PagedList.of(source, PagedList.SERVICES, this::kept, end).stream())
                .toList();
    }

    private Service kept(Service service) {
        return kept.apply(Trim.service(service));
    }

    private List<? extends Listable<ServiceList>> sources(KubernetesClient from) {
        if (namespaces.isEmpty()) {
            return List.of(from.services().inAnyNamespace());
        }
        return namespaces.stream().map(from.services()::inNamespace).toList();
    }
}
