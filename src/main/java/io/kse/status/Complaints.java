package io.kse.status;

import static io.kse.status.EventReason.INGRESS_NOT_FOUND;
import static io.kse.status.EventReason.KEY_TAKEN;
import static io.kse.status.EventReason.NO_NODE_PORT;
import static io.kse.status.EventReason.REJECTED;

import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.service.ServiceName;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands against a Service, by reason, in the words of {@link Notices}. */
final class Complaints {
    /** All that there can be. */
    static final Set<EventReason> REASONS =
            Set.of(REJECTED, INGRESS_NOT_FOUND, NO_NODE_PORT, KEY_TAKEN);

    private Complaints() {}

    /**
     * One note for each reason; empty if all is as asked for.
     *
     * @param taken the keys that it wants and another one has
     */
    static Map<EventReason, String> of(ServiceDocuments documents, Map<KvKey, ServiceName> taken) {
        Map<EventReason, String> notes = new EnumMap<>(EventReason.class);
        if (documents instanceof Desired desired) {
            put(notes, NO_NODE_PORT, desired.withoutNodePort().stream());
            put(notes, INGRESS_NOT_FOUND, desired.withoutIngress().stream());
        } else {
            boolean awaits = documents instanceof AwaitsIngress;
            put(notes, awaits ? INGRESS_NOT_FOUND : REJECTED, Notices.summary(documents));
        }
        put(notes, KEY_TAKEN, Notices.takenKeys(taken));
        return notes;
    }

    private static void put(
            Map<EventReason, String> notes, EventReason reason, Stream<String> lines) {
        String note = lines.collect(Collectors.joining("; "));
        if (!note.isEmpty()) {
            notes.put(reason, note);
        }
    }
}
