package io.kse.consul;

import io.kse.document.KvKey;
import java.util.List;

/** Our token lacks a right, or is none: a person has to act. Nothing was written. */
public final class ConsulDenied extends ConsulRefused {
    private static final long serialVersionUID = 1;

    private final transient List<KvKey> keys;

    public ConsulDenied(String message, Throwable cause) {
        this(message, List.of(), cause);
    }

    public ConsulDenied(String message, List<KvKey> keys, Throwable cause) {
        super(message, cause);
        this.keys = List.copyOf(keys);
    }

    /** The keys on which it lacks the right; empty if it is not about keys. */
    public List<KvKey> keys() {
        return keys;
    }
}
