package io.kse.page;

import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.plan.KnownService;
import java.util.Arrays;
import java.util.Optional;

/** What became of a Service, in the words of its owner. */
enum ServiceState {
    EXPORTED("exported", "exported"),
    REFUSED("refused", "refused and kept"),
    WAITING("waiting", "waiting for ingress"),
    TAKEN("taken", "key taken"),
    NOT_EXPORTED("not-exported", "not exported");

    private final String id;
    private final String label;

    ServiceState(String id, String label) {
        this.id = id;
        this.label = label;
    }

    /** One whose key is taken may have others that are exported. */
    static ServiceState of(KnownService service) {
        if (service.now() instanceof Rejected || service.now() instanceof Undecided) {
            return REFUSED;
        } else if (service.now() instanceof AwaitsIngress) {
            return WAITING;
        } else if (!service.taken().isEmpty()) {
            return TAKEN;
        }
        boolean isExported = service.now() instanceof Desired && !service.wants().isEmpty();
        return isExported ? EXPORTED : NOT_EXPORTED;
    }

    /** Empty if there is none of that id. */
    static Optional<ServiceState> of(String id) {
        return Arrays.stream(values()).filter(state -> state.id.equals(id)).findFirst();
    }

    /** In addresses and style sheets. */
    String id() {
        return id;
    }

    /** For people. */
    String label() {
        return label;
    }
}
