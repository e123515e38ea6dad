package io.kse.leadership;

import java.util.Optional;

/**
 * The entry of the lock as it was seen.
 *
 * @param index its ModifyIndex; 0 if there is no such entry
 * @param flags as Consul keeps them, unsigned
 * @param value the holder's pod name; may be empty
 * @param session of the holder; empty if nobody holds it
 */
public record LockEntry(long index, long flags, String value, Optional<String> session) {
    /**
     * The flags of every lock of Consul's Go client, which refuses keys with others.
     *
     * @see <a href="https://github.com/hashicorp/consul/blob/main/api/lock.go">LockFlagValue</a>
     */
    public static final long FLAGS = 0x2ddccbc058a50c18L;

    public static final LockEntry ABSENT = new LockEntry(0, 0, "", Optional.empty());

    public boolean exists() {
        return index != 0;
    }

    public boolean isHeldBy(Optional<String> candidate) {
        return session.isPresent() && session.equals(candidate);
    }

    /** Something else than an exporter has written there. */
    boolean isNoLock() {
        return exists() && flags != FLAGS;
    }

    /** Who holds it, for people. */
    String holder() {
        return value.isEmpty() ? "session " + session.orElse("unknown") : value;
    }
}
