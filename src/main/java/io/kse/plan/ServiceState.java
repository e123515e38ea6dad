package io.kse.plan;

import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;

/** What became of a Service, in one word. */
public enum ServiceState {
    /** Its documents are what it asks for. */
    EXPORTED("exported"),
    /** Something of it cannot be read, or cannot be published: what was published stays. */
    REFUSED("refused"),
    /** Whether it is to be exported cannot be read: what was published stays. */
    UNDECIDED("undecided"),
    /** Its ingress Service, or what it needs there, is missing: what was published stays. */
    WAITING_FOR_INGRESS("waiting-for-ingress"),
    /** An older Service has a key that it wants; others of its keys may be exported. */
    KEY_TAKEN("key-taken"),
    /** It asks for nothing. */
    NOT_EXPORTED("not-exported");

    private final String word;

    ServiceState(String word) {
        this.word = word;
    }

    static ServiceState of(KnownService service) {
        if (service.now() instanceof Rejected) {
            return REFUSED;
        } else if (service.now() instanceof Undecided) {
            return UNDECIDED;
        } else if (service.now() instanceof AwaitsIngress) {
            return WAITING_FOR_INGRESS;
        } else if (!service.taken().isEmpty()) {
            return KEY_TAKEN;
        }
        boolean isExported = service.now() instanceof Desired && !service.wants().isEmpty();
        return isExported ? EXPORTED : NOT_EXPORTED;
    }

    /** For programs; does not change. */
    public String word() {
        return word;
    }
}
