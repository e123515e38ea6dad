package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kse.service.ServiceLookup;
import io.kse.service.ServiceName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a Service by asking the API server for it. Says once for each namespace that the right to
 * do so is missing.
 */
final class AskedServices implements ServiceLookup {
    private static final Logger LOG = LoggerFactory.getLogger(AskedServices.class);

    private static final Duration SILENCE = Duration.ofSeconds(3);

    /** A name of any other form would end up elsewhere in the URL, and names nothing. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final KubernetesClient client;
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

    /** As {@link System#nanoTime()}. */
    private volatile long silentUntil = System.nanoTime();

    AskedServices(KubernetesClient client) {
        this.client = client;
    }

    /**
     * {@inheritDoc}
     *
     * @throws KubernetesUnavailable if the API server does not answer; for some seconds after that
     *     at once, or many Services would wait one after the other
     */
    @Override
    public Optional<Service> find(ServiceName name) {
        if (!LABEL.matcher(name.namespace()).matches() || !LABEL.matcher(name.name()).matches()) {
            return Optional.empty();
        }
        if (silentUntil - System.nanoTime() > 0) {
            throw new KubernetesUnavailable(client.getMasterUrl(), "did not answer just now");
        }
        try {
            return Optional.ofNullable(get(name));
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403) {
                sayForbidden(name.namespace());
                return Optional.empty();
            }
            silentUntil = System.nanoTime() + SILENCE.toNanos();
            throw new KubernetesUnavailable(client.getMasterUrl(), e);
        }
    }

    private Service get(ServiceName name) {
        return client.services().inNamespace(name.namespace()).withName(name.name()).get();
    }

    private void sayForbidden(String namespace) {
        if (forbidden.add(namespace)) {
            LOG.warn(
                    "Missing right: get services in namespace {}. Services there count as missing.",
                    namespace);
        }
    }
}
