package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.node.ExportedNode;
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

/**
 * Deletes that wait for somebody's word. Equal sets have equal ids, on every replica.
 *
 * @param keys of documents
 * @param nodes entries of the list of nodes
 */
record HeldDeletes(SortedSet<KvKey> keys, SortedSet<ExportedNode> nodes) {
    /** Short enough to type; an operator names one of very few sets, so that 48 bits do. */
    private static final int ID_BYTES = 6;

    /** No key is that long: what follows are entries of the list of nodes. */
    private static final int NODES_FOLLOW = -1;

    static final HeldDeletes NONE = of(Set.of());

    HeldDeletes {
        keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    }

    static HeldDeletes of(Collection<KvKey> keys) {
        return of(keys, Set.of());
    }

    static HeldDeletes of(Collection<KvKey> keys, Collection<ExportedNode> nodes) {
        return new HeldDeletes(new TreeSet<>(keys), new TreeSet<>(nodes));
    }

    /**
     * Depends on exactly the keys and entries. Each text counts with its length, so that no two
     * sets look alike.
     */
    String id() {
        MessageDigest digest = sha256();
        keys.forEach(key -> add(key.path(), digest));
        if (!nodes.isEmpty()) {
            add(NODES_FOLLOW, digest);
            nodes.forEach(node -> add(node, digest));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    }

    private static void add(ExportedNode node, MessageDigest digest) {
        add(node.name(), digest);
        add(node.address(), digest);
    }

    private static void add(String text, MessageDigest digest) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length, digest);
        digest.update(bytes);
    }

    private static void add(int number, MessageDigest digest) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    boolean isEmpty() {
        return keys.isEmpty() && nodes.isEmpty();
    }
}
