package io.kse.plan;

import io.kse.document.KvKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Deletes that wait for somebody's word. Equal sets have equal ids, on every replica. */
record HeldDeletes(SortedSet<KvKey> keys) {
    /** Short enough to type; an operator names one of very few sets, so that 48 bits do. */
    private static final int ID_BYTES = 6;

    static final HeldDeletes NONE = of(Set.of());

    HeldDeletes {
        keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    }

    static HeldDeletes of(Collection<KvKey> keys) {
        return new HeldDeletes(new TreeSet<>(keys));
    }

    /** Depends on exactly the keys. Each counts with its length, so that no two sets look alike. */
    String id() {
        MessageDigest digest = sha256();
        for (KvKey key : keys) {
            byte[] path = key.path().getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(path.length).array());
            digest.update(path);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }
}
