package io.kse.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks the API server with less patience than the client has. What nobody waits for any more ends
 * by itself, with its connection; that of an answer which has stopped in the middle stays open
 * until the server ends it.
 *
 * <p>The client's own limit is for an answer to begin: one that stops in the middle would be waited
 * for without end. So a thread of ours waits for the client, and the caller for that thread.
 */
final class Hasty {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(Hasty::daemon);

    private Hasty() {}

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "api-server-request");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * @param patience with each try of a request, and in the end once more for all of them
     * @param retries how often each request is tried again
     * @param request made with the client that it gets
     * @throws KubernetesClientException if it fails, if that time is over, or if the thread is
     *     interrupted, which it stays
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
        Future<R> answer =
                THREADS.submit(
                        () ->
                                client.adapt(NamespacedKubernetesClient.class)
                                        .withRequestConfig(hasty)
                                        .call(request::apply));
        try {
            return await(answer, patience.multipliedBy(retries + 2));
        } finally {
            answer.cancel(true);
        }
    }

    private static <R> R await(Future<R> answer, Duration patience) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new KubernetesClientException(
                    "no complete answer within " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted while asking", e);
        } catch (ExecutionException e) {
            throw KubernetesClientException.launderThrowable(e.getCause());
        }
    }
}
