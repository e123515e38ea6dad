package io.kse.document;

/** The full path of an entry in Consul KV, without a leading slash. */
public record KvKey(String path) implements Comparable<KvKey> {
    public KvKey {
        if (path.isEmpty() || path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "a key is not empty and does not start with a slash: " + path);
        }
    }

    @Override
    public int compareTo(KvKey other) {
        return path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return path;
    }
}
