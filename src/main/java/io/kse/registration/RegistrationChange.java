package io.kse.registration;

import io.kse.service.ServiceName;
import java.util.Optional;

/** One change of what the agent holds. */
public sealed interface RegistrationChange {
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
}
