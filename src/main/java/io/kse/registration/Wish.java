package io.kse.registration;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.service.ServiceName;
import java.util.Optional;

/**
 * What one exported port wants of the agent.
 *
 * @param key of its document in Consul KV
 */
public record Wish(String id, ServiceName owner, KvKey key, int port, Way way) {
    /** Whose NodePort the port is. */
    public enum Way {
        /** The Service's own. */
        DIRECT,
        /** Its ingress Service's. */
        THROUGH_INGRESS,
        /**
         * The Service's own, since its ingress Service has no port of that name: for a registration
         * that does not lead through the ingress already.
         */
        UNLESS_THROUGH_INGRESS;

        private static Way of(KvEntry entry) {
            if (entry.yieldsToIngress()) {
                return UNLESS_THROUGH_INGRESS;
            }
            return entry.document().ingressSni().isEmpty() ? DIRECT : THROUGH_INGRESS;
        }
    }

    /** What {@code owner} wants for the port of {@code entry}. */
    static Wish of(ServiceName owner, KvEntry entry) {
        return new Wish(
                entry.serviceId(), owner, entry.key(), entry.document().port(), Way.of(entry));
    }

    /**
     * The same, but a port that leads through the ingress stays where it is not to be left: traffic
     * would go past the ingress otherwise. What nobody remembers, after a restart, is taken for
     * such a port.
     *
     * @param before what was wanted under its id
     * @param there what the agent holds of ours under its id
     */
    Wish behindIngress(Optional<Wish> before, Optional<Registered> there) {
        if (way != Way.UNLESS_THROUGH_INGRESS) {
            return this;
        }
        Optional<Integer> kept =
                before.isPresent()
                        ? before.filter(this::isContinued).map(Wish::port)
                        : there.map(Registered::port).filter(found -> found != port);
        return kept.map(stays -> new Wish(id, owner, key, stays, Way.THROUGH_INGRESS)).orElse(this);
    }

    private boolean isContinued(Wish before) {
        return before.owner.equals(owner) && before.way == Way.THROUGH_INGRESS;
    }
}
