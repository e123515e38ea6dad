package io.kse.kubernetes;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The right, in the words of a Role, that a watch or a list needs.
 *
 * @param where {@code namespace x}, or {@code all namespaces}
 */
record Right(String verb, String resource, String where) {
    /** As in the Kubernetes API concepts: core group or named group, then the namespace if any. */
    private static final Pattern COLLECTION =
            Pattern.compile(
                    ".*/(?:api|apis/[^/]+)/v[^/]+(?:/namespaces/(?<namespace>[^/]+))?/(?<resource>[^/]+)");

    /** Empty if the request is none for a whole collection. */
    static Optional<Right> of(String method, URI uri) {
        Matcher path = COLLECTION.matcher(uri.getPath());
        return path.matches() && "GET".equals(method)
                ? Optional.of(of(uri, path))
                : Optional.empty();
    }

    private static Right of(URI uri, Matcher path) {
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        String namespace = path.group("namespace");
        return new Right(
                query.contains("watch=true") ? "watch" : "list",
                path.group("resource"),
                namespace == null ? "all namespaces" : "namespace " + namespace);
    }

    @Override
    public String toString() {
        return verb + " " + resource + " in " + where;
    }
}
