package io.kse.consul;

import io.kse.document.KvKey;
import java.util.List;

/** Somebody changed a key after it was read: read again and plan again. Nothing was written. */
public final class StaleSnapshot extends ConsulRefused {
    private static final long serialVersionUID = 1;

    private final transient List<KvKey> keys;

    public StaleSnapshot(String message, List<KvKey> keys, Throwable cause) {
        super(message, cause);
        this.keys = List.copyOf(keys);
    }

    /** The keys that changed; never empty. */
    public List<KvKey> keys() {
        return keys;
    }
}
