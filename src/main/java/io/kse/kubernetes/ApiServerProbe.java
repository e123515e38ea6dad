package io.kse.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the API server for one small object now and then: whoever only listens to watches hears
 * nothing from one that hangs, and takes that for calm. Says nothing itself, since {@link
 * ApiServerTrouble} sees what each request comes to; an answer that begins is one to it.
 */
public final class ApiServerProbe {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServerProbe.class);

    /** As the client has for what others wait for: a slow answer is no silence. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What is not to be tried again the client tells no interceptor about. */
    private static final int RETRIES = 1;

    private static final Duration IN_AN_OUTAGE = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final BooleanSupplier leads;
    private final Duration period;

    /**
     * @param client of {@link KubernetesClients#connect}
     * @param leads whether this replica is the one that asks while all is well, so that many of
     *     them do not
     * @param period between two questions; in an outage they come more often
     */
    public ApiServerProbe(KubernetesClient client, BooleanSupplier leads, Duration period) {
        this.client = client;
        this.leads = leads;
        this.period = period;
    }

    /** How long to wait before the next question. */
    public Duration pause() {
        return isAway() && period.compareTo(IN_AN_OUTAGE) > 0 ? IN_AN_OUTAGE : period;
    }

    /** Any answer will do, a missing right is one. Takes half a minute at most. */
    public void ask() {
        if (leads.getAsBoolean() || isAway()) {
            try {
                Hasty.call(client, PATIENCE, RETRIES, ClusterUid::namespace);
            } catch (KubernetesClientException e) {
                LOG.debug("the API server did not answer as it should", e);
            }
        }
    }

    /** Or else nobody would end the outage of a replica that has led when it began. */
    private boolean isAway() {
        return !KubernetesClients.silence(client).isZero();
    }
}
