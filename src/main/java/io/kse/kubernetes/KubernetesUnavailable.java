package io.kse.kubernetes;

/** The API server does not answer, or not with what was asked for: try again later. */
public final class KubernetesUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** {@code url}: where the API server is. */
    KubernetesUnavailable(Object url, Throwable cause) {
        super("Kubernetes API server " + url + ": " + Reason.of(cause), cause);
    }

    public KubernetesUnavailable(Object url, String reason) {
        super("Kubernetes API server " + url + ": " + reason);
    }
}
