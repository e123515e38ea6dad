package io.kse.e2e;

/**
 * A moment in which a NodePort is closed. A real kube-proxy keeps what is established; a process
 * that closes its socket resets what the kernel has established in that very moment.
 *
 * @param begun as {@link System#nanoTime()}
 */
record Closing(String service, long begun, long ended) {
    /**
     * True if that request may have been reset: HAProxy cannot send it again, since over TCP it
     * does not know what was asked.
     */
    boolean mayReset(Outcome outcome) {
        return outcome.target().proxied()
                && outcome.target().service().equals(service)
                && outcome.begun() <= ended
                && outcome.ended() >= begun;
    }
}
