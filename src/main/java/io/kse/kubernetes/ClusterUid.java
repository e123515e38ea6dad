package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells clusters apart by what none can share: the UID of the namespace {@code kube-system}. Asks
 * for it once; an API server that does not answer is not taken for one that does not tell.
 */
public final class ClusterUid {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterUid.class);
    private static final String NAMESPACE = "kube-system";

    /**
     * Who wants to lead waits for it: as long as the client would for an answer to begin, since
     * without it another cluster with our id is not noticed.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int RETRIES = 1;

    private final KubernetesClient client;
    private final Duration patience;
    private Optional<String> answer;

    public ClusterUid(KubernetesClient client) {
        this(client, PATIENCE);
    }

    ClusterUid(KubernetesClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    /**
     * Empty if we may not see it; that is said once.
     *
     * @throws KubernetesUnavailable if the API server does not answer; the next call asks again
     */
    public synchronized Optional<String> get() {
        if (answer == null) {
            answer = ask();
        }
        return answer;
    }

    /** The same, but empty as well while the API server does not answer. */
    public Optional<String> getIfKnown() {
        try {
            return get();
        } catch (KubernetesUnavailable e) {
            LOG.debug("not known yet which cluster this is", e);
            return Optional.empty();
        }
    }

    private Optional<String> ask() {
        try {
            Namespace namespace = Hasty.call(client, patience, RETRIES, ClusterUid::namespace);
            return namespace == null
                    ? without("There is no namespace " + NAMESPACE)
                    : Optional.of(namespace.getMetadata().getUid());
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403) {
                return without("Missing right: get namespace " + NAMESPACE);
            }
            throw new KubernetesUnavailable(client.getMasterUrl(), e);
        }
    }

    /** Null if there is none. */
    static Namespace namespace(KubernetesClient client) {
        return client.namespaces().withName(NAMESPACE).get();
    }

    private static Optional<String> without(String reason) {
        LOG.warn("{}. Whether another cluster uses the same cluster id is not checked.", reason);
        return Optional.empty();
    }
}
