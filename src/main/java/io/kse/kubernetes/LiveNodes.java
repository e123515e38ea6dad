package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lists Nodes from the API server itself, as they are now: all of them, or none. */
public final class LiveNodes {
    private final KubernetesClient client;

    public LiveNodes(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Every Node, within that time; empty if the right to list them is missing.
     *
     * @throws KubernetesUnavailable if they could not all be read in time
     */
    public Optional<List<Node>> list(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            return Optional.of(
                    Hasty.call(
                            client,
                            patience,
                            0,
                            hasty ->
                                    PagedList.of(hasty.nodes(), PagedList.NODES, Trim::node, end)));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return Optional.empty();
            }
            throw new KubernetesUnavailable(client.getMasterUrl(), e);
        }
    }
}
