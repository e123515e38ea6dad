package io.kse.history;

import java.util.Arrays;
import java.util.Optional;

/**
 * A key of {@link ConsulModel} as it is.
 *
 * @param created its CreateIndex
 * @param modified its ModifyIndex
 * @param session who holds it as a lock
 * @param locks how often it has been taken as a lock
 */
record ModelEntry(
        long created,
        long modified,
        long flags,
        byte[] value,
        Optional<String> session,
        long locks) {
    /** True if it holds what {@code other} holds, whenever it was written. */
    boolean isSame(ModelEntry other) {
        return flags == other.flags
                && session.equals(other.session)
                && Arrays.equals(value, other.value);
    }

    /** The same, held by nobody. */
    ModelEntry freed(long at) {
        return new ModelEntry(created, at, flags, value, Optional.empty(), locks);
    }
}
