package io.kse.flow;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.explain.Presence;
import io.kse.explain.Presence.Present;
import io.kse.service.ServiceName;

/** A Service that is to be explained, and whether there is one of that name. */
public record Inquiry(ServiceName name, Presence presence) {
    public boolean isThere() {
        return presence instanceof Present;
    }

    /**
     * As it is now.
     *
     * @throws IllegalStateException if it is not there
     */
    public Service service() {
        if (presence instanceof Present present) {
            return present.service();
        }
        throw new IllegalStateException(name + " is not there");
    }
}
