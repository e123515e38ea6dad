package io.kse.document;

import io.kse.service.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The full path of an entry in Consul KV, without a leading slash. Equal keys share one String:
 * what is wanted, stored, counted and written last is held by key, each for thousands of them.
 */
public record KvKey(String path) implements Comparable<KvKey> {
    public KvKey {
        if (path.isEmpty() || path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "a key is not empty and does not start with a slash: " + path);
        }
        path = path.intern();
    }

    /** Bytes of the path in UTF-8. */
    public int size() {
        return bytes().length;
    }

    /** By the bytes, as Consul sorts. */
    @Override
    public int compareTo(KvKey other) {
        return Arrays.compareUnsigned(bytes(), other.bytes());
    }

    private byte[] bytes() {
        return path.getBytes(StandardCharsets.UTF_8);
    }

    /** For people: anybody may write keys into Consul, with a second line in them. */
    @Override
    public String toString() {
        return Quoted.visible(path);
    }
}
