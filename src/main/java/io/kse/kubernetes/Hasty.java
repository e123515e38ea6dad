package io.kse.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;
import java.util.function.Function;

/**
 * Asks the API server with less patience than the client has. What nobody waits for any more ends
 * by itself, with its connection.
 */
final class Hasty {
    private Hasty() {}

    /**
     * @param patience with each try of a request
     * @param retries how often each request is tried again
     * @param request made with the client that it gets
     */
    static <R> R call(
            KubernetesClient client,
            Duration patience,
            int retries,
            Function<NamespacedKubernetesClient, R> request) {
        RequestConfig hasty =
                new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                        .withRequestTimeout(Math.toIntExact(Math.max(1, patience.toMillis())))
                        .withRequestRetryBackoffLimit(retries)
                        .build();
        return client.adapt(NamespacedKubernetesClient.class)
                .withRequestConfig(hasty)
                .call(request::apply);
    }
}
