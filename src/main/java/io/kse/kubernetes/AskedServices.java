package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kse.service.ServiceLookup;
import io.kse.service.ServiceName;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a Service by asking the API server for it. Says once for each Service that the right to do
 * so is missing, and when it is there.
 */
final class AskedServices implements ServiceLookup {
    private static final Logger LOG = LoggerFactory.getLogger(AskedServices.class);

    /** With one Service; in a comparison, the others wait meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int RETRIES = 1;

    private static final Duration SILENCE = Duration.ofSeconds(5);

    /** A name of any other form would end up elsewhere in the URL, and names nothing. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final KubernetesClient client;
    private final Set<ServiceName> forbidden = ConcurrentHashMap.newKeySet();

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
        if (!mayExist(name)) {
            return Optional.empty();
        }
        if (silentUntil - System.nanoTime() > 0) {
            throw new KubernetesUnavailable(client.getMasterUrl(), "did not answer just now");
        }
        try {
            Optional<Service> found = Optional.ofNullable(get(name));
            sayGranted(name);
            return found;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                sayForbidden(name);
                return Optional.empty();
            }
            silentUntil = System.nanoTime() + SILENCE.toNanos();
            throw new KubernetesUnavailable(client.getMasterUrl(), e);
        }
    }

    /** False if no Service can be called so: then there is nothing to ask for, nor to watch. */
    static boolean mayExist(ServiceName name) {
        return LABEL.matcher(name.namespace()).matches() && LABEL.matcher(name.name()).matches();
    }

    @Override
    public String whyNone(ServiceName name) {
        return isForbidden(name)
                ? "may not be read: a right is missing"
                : ServiceLookup.super.whyNone(name);
    }

    private Service get(ServiceName name) {
        return Hasty.call(
                client,
                PATIENCE,
                RETRIES,
                hasty ->
                        hasty.services().inNamespace(name.namespace()).withName(name.name()).get());
    }

    /** True if the last answer about that Service was that we may not ask. */
    boolean isForbidden(ServiceName name) {
        return forbidden.contains(name);
    }

    /** Forgets what was said about other Services: they would stay for ever. */
    void keepOnly(Set<ServiceName> names) {
        forbidden.retainAll(names);
    }

    private void sayForbidden(ServiceName name) {
        if (forbidden.add(name)) {
            LOG.warn(
                    "Missing right: get services named {} in namespace {}. It counts as missing:"
                            + " what is published behind it stays, and nothing new is.",
                    name.name(),
                    name.namespace());
        }
    }

    private void sayGranted(ServiceName name) {
        if (forbidden.remove(name)) {
            LOG.info(
                    "Granted by now: get services named {} in namespace {}",
                    name.name(),
                    name.namespace());
        }
    }
}
