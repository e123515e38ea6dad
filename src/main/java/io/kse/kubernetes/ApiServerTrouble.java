package io.kse.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees the outcome of every request to the API server and tells the operator: one line when trouble
 * begins, one when it is over, nothing in between. See {@link Outage} for when that is. Nothing
 * waits for Events, so that they do not count.
 */
final class ApiServerTrouble implements Interceptor {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServerTrouble.class);

    private final String url;
    private final Outage outage = new Outage();
    private final Set<Right> missing = ConcurrentHashMap.newKeySet();
    private volatile BooleanSupplier ended = () -> false;

    ApiServerTrouble(String url) {
        this.url = url;
    }

    /** Whose requests these are: what we end ourselves is no trouble. */
    void of(KubernetesClient client) {
        ended = client.getHttpClient()::isClosed;
    }

    /** How long the present outage is; zero if there is none. */
    Duration silence() {
        return outage.silence(System.nanoTime());
    }

    @Override
    public void afterConnectionFailure(HttpRequest request, Throwable failure) {
        boolean isOurs = failure instanceof CancellationException || ended.getAsBoolean();
        if (!isOurs && !isEvent(request)) {
            begin(request, Reason.of(failure));
        }
    }

    @Override
    public void after(
            HttpRequest request,
            HttpResponse<?> response,
            AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        int code = response.code();
        if (isEvent(request)) {
            return;
        } else if (code == 401) {
            begin(request, "it refuses our token or certificate (401 Unauthorized)");
        } else if (code >= 500) {
            begin(request, "it answers " + code);
        } else if (code != 429) {
            end(request);
            Right.of(request.method(), request.uri()).ifPresent(right -> judge(right, code));
        }
    }

    /**
     * They are written now and then only, so that one that failed would end no outage for long. The
     * API server may be behind a path.
     */
    private static boolean isEvent(HttpRequest request) {
        return request.uri().getPath().contains("/apis/events.k8s.io/");
    }

    private void begin(HttpRequest request, String reason) {
        if (outage.failed(RequestKind.of(request.method(), request.uri()), System.nanoTime())) {
            LOG.warn("Kubernetes API server {}: {}; trying again until it works", url, reason);
        }
    }

    private void end(HttpRequest request) {
        outage.worked(RequestKind.of(request.method(), request.uri()), System.nanoTime())
                .ifPresent(
                        time ->
                                LOG.info(
                                        "Kubernetes API server {} answers again after {}",
                                        url,
                                        text(time)));
    }

    private static String text(Duration time) {
        return time.compareTo(Duration.ofMinutes(1)) < 0
                ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
                : time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }

    private void judge(Right right, int code) {
        if (code == 403 && missing.add(right)) {
            LOG.warn(
                    "Kubernetes API server {}: missing right: {}; {}trying again",
                    url,
                    right,
                    right.consequence());
        } else if (code < 400 && missing.remove(right)) {
            LOG.info("Kubernetes API server {}: granted by now: {}", url, right);
        }
    }
}
