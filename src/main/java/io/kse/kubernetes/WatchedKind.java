package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.kubernetes.KubernetesConfiguration;
import org.apache.camel.util.ObjectHelper;

/**
 * One kind of object that a route watches: makes the route's consumer, and answers those who ask
 * from outside the route. Answers as if nothing were known while the route does not run.
 */
final class WatchedKind<T extends HasMetadata> {
    private final String scheme;
    private final String selection;
    private final Arrivals arrivals;
    private final News<T> isNews;
    private final Predicate<Informers<?>> ready;
    private final Function<KubernetesClient, List<Source<T>>> sources;
    private volatile InformerConsumer<T> consumer;
    private volatile Runnable onGap = () -> {};

    /**
     * @param scheme of the component
     * @param selection what says what is watched, in place of the end point's options
     * @param isNews see {@link LatestEvents}
     * @param ready what the health check goes by
     */
    WatchedKind(
            String scheme,
            String selection,
            Arrivals arrivals,
            News<T> isNews,
            Predicate<Informers<?>> ready,
            Function<KubernetesClient, List<Source<T>>> sources) {
        this.scheme = scheme;
        this.selection = selection;
        this.arrivals = arrivals;
        this.isNews = isNews;
        this.ready = ready;
        this.sources = sources;
    }

    /** Its informers are the ones that are asked from now on. */
    InformerConsumer<T> consumer(
            Endpoint endpoint, KubernetesConfiguration configuration, Processor processor) {
        check(configuration);
        consumer =
                new InformerConsumer<>(
                        endpoint,
                        processor,
                        sources.apply(configuration.getKubernetesClient()),
                        arrivals,
                        isNews,
                        () -> onGap.run(),
                        ready);
        return consumer;
    }

    /** Empty while the route does not run. */
    Optional<Informers<T>> informers() {
        return Optional.ofNullable(consumer).flatMap(InformerConsumer::informers);
    }

    /** Empty until all that is there is known. */
    Optional<Informers<T>> complete() {
        return informers().filter(Informers::isComplete);
    }

    /** The events that wait for the route or are under way in it. */
    List<ObjectEvent<T>> unfinished() {
        InformerConsumer<T> running = consumer;
        return running == null ? List.of() : running.unfinished();
    }

    Backlog backlog() {
        InformerConsumer<T> running = consumer;
        return running == null ? Backlog.EMPTY : running.backlog();
    }

    /** See {@link InformerConsumer#again}. */
    void again(String namespace, String name) {
        Optional.ofNullable(consumer).ifPresent(running -> running.again(namespace, name));
    }

    void onGap(Runnable bell) {
        onGap = bell;
    }

    void restart() {
        informers().ifPresent(Informers::restart);
    }

    private void check(KubernetesConfiguration configuration) {
        if (configuration.getKubernetesClient() == null) {
            throw new IllegalArgumentException(
                    "from " + scheme + " needs the parameter kubernetesClient");
        }
        if (ObjectHelper.isNotEmpty(configuration.getNamespace())
                || ObjectHelper.isNotEmpty(configuration.getLabelKey())
                || ObjectHelper.isNotEmpty(configuration.getResourceName())) {
            throw new IllegalArgumentException(
                    "from %s takes neither namespace nor labelKey nor resourceName: %s"
                            .formatted(scheme, selection));
        }
    }
}
