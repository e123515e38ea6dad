package io.kse.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides that informers go on whatever happens, and remembers what went wrong last. Says only what
 * {@link ApiServerTrouble} cannot see, such as an answer that makes no sense, and that once.
 */
final class WatchTrouble implements ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WatchTrouble.class);

    private final String what;
    private final AtomicReference<String> latest = new AtomicReference<>();
    private volatile boolean ended;

    WatchTrouble(String what) {
        this.what = what;
    }

    void begin() {
        ended = false;
    }

    /** What fails from now on fails because we end it. */
    void end() {
        ended = true;
    }

    /** Empty if nothing went wrong since the start. */
    Optional<String> latest() {
        return Optional.ofNullable(latest.get());
    }

    @Override
    public boolean retryAfterException(boolean isStarted, Throwable trouble) {
        String reason = Reason.of(trouble);
        boolean isNew = !reason.equals(latest.getAndSet(reason));
        if (isNew && !ended && !isFromTheServer(trouble)) {
            LOG.warn("{} fails and is tried again: {}", what, reason);
        }
        return true;
    }

    private static boolean isFromTheServer(Throwable trouble) {
        for (Throwable t = trouble; t != null; t = t.getCause()) {
            boolean isAnswer = t instanceof KubernetesClientException e && e.getCode() > 0;
            if (isAnswer || t instanceof IOException || t instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
