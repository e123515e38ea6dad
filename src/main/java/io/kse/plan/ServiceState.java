package io.kse.plan;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import java.util.List;
import java.util.Set;

/** What became of a Service, in one word. */
public enum ServiceState {
    /** Its documents are what it asks for, but for keys that an older Service has. */
    EXPORTED("exported"),
    /** Something of it cannot be read, or cannot be published: what was published stays. */
    REFUSED("refused"),
    /** Whether it is to be exported cannot be read: what was published stays. */
    UNDECIDED("undecided"),
    /** Its ingress Service, or what it needs there, is missing: what was published stays. */
    WAITING_FOR_INGRESS("waiting-for-ingress"),
    /** Older Services have all the keys that it wants. */
    KEY_TAKEN("key-taken"),
    /** None of its ports has a NodePort: there is nothing to publish. */
    NO_NODE_PORT("no-node-port"),
    /** It asks for nothing. */
    NOT_EXPORTED("not-exported");

    private final String word;

    ServiceState(String word) {
        this.word = word;
    }

    /**
     * Of a Service that is there.
     *
     * @param now what it comes to
     * @param taken those of the keys that it wants which an older Service has
     */
    public static ServiceState of(ServiceDocuments now, Set<KvKey> taken) {
        if (now instanceof Rejected) {
            return REFUSED;
        } else if (now instanceof Undecided) {
            return UNDECIDED;
        } else if (now instanceof AwaitsIngress) {
            return WAITING_FOR_INGRESS;
        }
        return now instanceof Desired desired ? of(desired, taken) : NOT_EXPORTED;
    }

    private static ServiceState of(Desired desired, Set<KvKey> taken) {
        List<KvKey> wanted = desired.entries().stream().map(KvEntry::key).toList();
        if (wanted.isEmpty()) {
            return desired.withoutNodePort().isEmpty() ? NOT_EXPORTED : NO_NODE_PORT;
        }
        return taken.containsAll(wanted) ? KEY_TAKEN : EXPORTED;
    }

    /** For programs; does not change. */
    public String word() {
        return word;
    }
}
