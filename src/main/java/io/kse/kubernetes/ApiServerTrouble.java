package io.kse.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees the outcome of every request to the API server and tells the operator: one line when trouble
 * begins, one when it is over, nothing in between.
 */
final class ApiServerTrouble implements Interceptor {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServerTrouble.class);

    private enum State {
        WELL,
        SILENT,
        REFUSING
    }

    private final String url;
    private final AtomicReference<State> state = new AtomicReference<>(State.WELL);
    private final Set<Right> missing = ConcurrentHashMap.newKeySet();

    ApiServerTrouble(String url) {
        this.url = url;
    }

    @Override
    public void afterConnectionFailure(HttpRequest request, Throwable failure) {
        if (!(failure instanceof CancellationException)) {
            begin(State.SILENT, Reason.of(failure));
        }
    }

    @Override
    public void after(
            HttpRequest request,
            HttpResponse<?> response,
            AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        int code = response.code();
        if (code == 401) {
            begin(State.REFUSING, "it refuses our token or certificate (401 Unauthorized)");
        } else if (code >= 500) {
            begin(State.SILENT, "it answers " + code);
        } else if (code != 429) {
            end();
            Right.of(request.method(), request.uri()).ifPresent(right -> judge(right, code));
        }
    }

    private void begin(State trouble, String reason) {
        if (state.getAndSet(trouble) != trouble) {
            LOG.warn("Kubernetes API server {}: {}; trying again until it works", url, reason);
        }
    }

    private void end() {
        if (state.getAndSet(State.WELL) != State.WELL) {
            LOG.info("Kubernetes API server {} answers again", url);
        }
    }

    private void judge(Right right, int code) {
        if (code == 403 && missing.add(right)) {
            LOG.warn("Kubernetes API server {}: missing right: {}; trying again", url, right);
        } else if (code < 400 && missing.remove(right)) {
            LOG.info("Kubernetes API server {}: granted by now: {}", url, right);
        }
    }
}
