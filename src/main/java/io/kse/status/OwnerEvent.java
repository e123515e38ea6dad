package io.kse.status;

import io.kse.document.KvKey;
import io.kse.service.Quoted;
import io.kse.service.ServiceName;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * What is to be said on a Service. Those of one Service that are equal become one Event, which
 * counts how often it was said.
 *
 * @param note for people; on one line, and not longer than Kubernetes takes
 */
public record OwnerEvent(ServiceName service, EventReason reason, String note) {
    /** Bytes, as Kubernetes counts them (NoteLengthLimit in its validation of Events). */
    static final int LONGEST_NOTE = 1024;

    private static final String CUT = "…";
    private static final int KEYS_NAMED = 10;

    public OwnerEvent {
        note = cut(Quoted.visible(note));
    }

    /** {@code before}, then the keys, or the first of them. */
    static OwnerEvent about(
            ServiceName service, EventReason reason, String before, Collection<KvKey> keys) {
        return new OwnerEvent(service, reason, before + names(keys));
    }

    static String names(Collection<KvKey> keys) {
        String named =
                keys.stream()
                        .sorted()
                        .limit(KEYS_NAMED)
                        .map(KvKey::path)
                        .collect(Collectors.joining(", "));
        int more = keys.size() - KEYS_NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private static String cut(String note) {
        if (size(note) <= LONGEST_NOTE) {
            return note;
        }
        StringBuilder kept = new StringBuilder();
        int left = LONGEST_NOTE - size(CUT);
        for (int i = 0; i < note.length(); i = note.offsetByCodePoints(i, 1)) {
            String character = Character.toString(note.codePointAt(i));
            left -= size(character);
            if (left < 0) {
                break;
            }
            kept.append(character);
        }
        return kept.append(CUT).toString();
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
