package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.kse.service.ServiceName;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One Service outside the watched namespaces: what was answered about it, and its watch. Tells of
 * every change since the first answer, however it was learnt: by an event, a list, or the next
 * answer.
 */
final class OtherService {
    private final ServiceName name;
    private final Source<Service> source;
    private final Consumer<Service> onChange;
    private final WatchTrouble trouble;
    private SourcedInformer<Service> informer;
    private boolean refused;
    private boolean ended;
    private Optional<String> told = Optional.empty();

    /** {@code onChange}: gets the Service, with a name only if it is gone. */
    OtherService(KubernetesClient client, ServiceName name, Consumer<Service> onChange) {
        this.name = name;
        this.onChange = onChange;
        this.trouble = new WatchTrouble("the watch of Service " + name);
        // A Role that allows this with resourceNames is enough.
        this.source =
                new Source<>(
                        name.namespace(),
                        client.services()
                                .inNamespace(name.namespace())
                                .withField("metadata.name", name.name()),
                        PagedList.SERVICES,
                        Trim::service);
    }

    /** The API server has answered that; from now on it is watched. */
    void answered(Optional<Service> now) {
        compare(now);
        watch();
    }

    private synchronized void watch() {
        if (informer == null && !ended) {
            SourcedInformer<Service> fresh =
                    new SourcedInformer<>(source, this::heard, () -> {}, this::goesOn);
            informer = fresh;
            trouble.begin();
            fresh.start(() -> listed(fresh));
        }
    }

    private void heard(
            Action action, Service service, @SuppressWarnings("unused") EventSource from) {
        compare(action == Action.DELETED ? Optional.empty() : Optional.of(service));
    }

    /** It may be gone since the last answer, of which an informer says nothing. */
    private void listed(SourcedInformer<Service> complete) {
        if (complete.isComplete()) {
            compare(current(complete));
        }
    }

    private void compare(Optional<Service> now) {
        if (isNews(now.map(service -> service.getMetadata().getResourceVersion()).orElse(""))) {
            onChange.accept(now.orElseGet(this::bare));
        }
    }

    private synchronized boolean isNews(String version) {
        boolean isNews = told.isPresent() && !told.get().equals(version);
        told = Optional.of(version);
        return isNews;
    }

    private Service bare() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(name.namespace())
                .withName(name.name())
                .endMetadata()
                .build();
    }

    private boolean goesOn(boolean started, Throwable failure) {
        if (isForbidden(failure)) {
            refuse();
        }
        return trouble.retryAfterException(started, failure);
    }

    private static boolean isForbidden(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof KubernetesClientException e
                    && e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return true;
            }
        }
        return false;
    }

    private synchronized void refuse() {
        refused = true;
        endWatch();
    }

    /** After that, the next answer begins another watch. */
    synchronized void endIfRefused() {
        if (refused) {
            refused = false;
            informer = null;
        }
    }

    /** True from the first answer on, whatever has become of its watch. */
    synchronized boolean isWatched() {
        return informer != null;
    }

    /** True while the watch tells what there is. */
    synchronized boolean isComplete() {
        return informer != null && !refused && informer.isComplete();
    }

    /** Empty if there is none; only while it {@link #isComplete()}. */
    synchronized Optional<Service> current() {
        return current(informer);
    }

    private Optional<Service> current(SourcedInformer<Service> complete) {
        return complete.store().list().stream().findFirst();
    }

    synchronized void restart() {
        if (informer != null) {
            informer.restart();
        }
    }

    /** For good, also for an answer that is on its way. */
    synchronized void stop() {
        ended = true;
        endWatch();
    }

    private void endWatch() {
        trouble.end();
        if (informer != null) {
            informer.stop();
        }
    }
}
