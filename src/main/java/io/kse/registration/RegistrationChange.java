package io.kse.registration;

import io.kse.service.ServiceName;
import java.util.Optional;

/** One change of what the agent holds. */
public sealed interface RegistrationChange {
    /** By which we know our own maintenance; Consul shows it beside the Service. */
    String DRAINED = "kube-service-exporter: the cluster is drained";

    String id();

    /** For people. */
    String why();

    /**
     * @param isNew false if something is there under its id, which differs
     */
    record Register(Registration registration, ServiceName owner, boolean isNew, String why)
            implements RegistrationChange {
        @Override
        public String id() {
            return registration.id();
        }

        @Override
        public String toString() {
            return "Register %s at %s: %s".formatted(id(), registration.checked(), why);
        }
    }

    /**
     * @param wish who had wanted it; empty if that is not known
     */
    record Deregister(String id, Optional<Wish> wish, String why) implements RegistrationChange {
        /** The Service that had wanted it. */
        public Optional<ServiceName> owner() {
            return wish.map(Wish::owner);
        }

        @Override
        public String toString() {
            return "Deregister %s: %s".formatted(id, why);
        }
    }

    /**
     * Puts what is registered into maintenance, so that Consul gives it to nobody, or ends that.
     *
     * @param begins false if it ends
     */
    record Maintain(String id, boolean begins) implements RegistrationChange {
        @Override
        public String why() {
            return begins ? DRAINED : "the cluster is not drained any more";
        }

        @Override
        public String toString() {
            return "Maintenance of %s %s: %s".formatted(id, begins ? "begins" : "ends", why());
        }
    }
}
