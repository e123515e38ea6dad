package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kse.config.KnownSecrets;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says in one line why a request to the API server failed. Never holds more than that line. */
final class Reason {
    private Reason() {}

    static String of(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof KubernetesClientException e && e.getCode() > 0) {
                return ofAnswer(e.getCode(), e.getStatus());
            }
        }
        return ofCause(failure);
    }

    private static String ofAnswer(int code, Status status) {
        if (code == 401) {
            return "refuses the credentials (401)";
        }
        String message = status == null ? null : status.getMessage();
        return "answers " + code + (message == null ? "" : ": " + firstLine(message));
    }

    private static String ofCause(Throwable failure) {
        Throwable root = failure;
        boolean isTls = false;
        while (root.getCause() != null) {
            isTls |= root instanceof SSLException;
            root = root.getCause();
        }
        if (root instanceof TimeoutException) {
            return "no complete answer in time";
        }
        String message = root.getMessage();
        String kind = root.getClass().getSimpleName();
        return (isTls ? "TLS: " : "") + (message == null ? kind : firstLine(message));
    }

    private static String firstLine(String text) {
        return KnownSecrets.masked(text.lines().findFirst().orElse(""));
    }
}
