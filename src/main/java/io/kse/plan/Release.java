package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.Snapshot.Stored;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An operator's word on deletes that are held. Good for exactly one set of them, and once. */
sealed interface Release {
    /** Nobody has said anything. */
    record None() implements Release {}

    /**
     * The deletes of {@code freed} go on.
     *
     * @param word its removal
     */
    record Frees(Delete word, HeldDeletes freed) implements Release {}

    /**
     * It names another set, so that nothing goes on.
     *
     * @param word its removal
     * @param text what it says
     */
    record Stale(Delete word, String text) implements Release {}

    /**
     * What is written at {@code key} means.
     *
     * @param held what would be held without it
     * @param again {@code held} with what has been freed before: a word that is still there has not
     *     been used, since what it freed could not be done
     */
    static Release of(KvKey key, Snapshot snapshot, HeldDeletes held, HeldDeletes again) {
        Optional<Stored> stored = snapshot.get(key);
        if (stored.isEmpty()) {
            return new None();
        }
        long index = stored.get().index();
        String text = new String(stored.get().value(), StandardCharsets.UTF_8).strip();
        if (names(text, held)) {
            return new Frees(new Delete(key, index, "it has been used"), held);
        } else if (names(text, again)) {
            return new Frees(new Delete(key, index, "it has been used"), again);
        }
        return new Stale(new Delete(key, index, "it names nothing that is held"), text);
    }

    private static boolean names(String text, HeldDeletes deletes) {
        return !deletes.isEmpty() && deletes.id().equals(text);
    }
}
