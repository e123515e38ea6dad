package io.kse.kubernetes;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The right, in the words of a Role, that a watch or a list needs.
 *
 * @param resource such as {@code services}
 * @param name of the only object that it is about; empty means all
 * @param namespace empty means all, or that there are no namespaces for that resource
 */
record Right(String verb, String resource, String name, String namespace) {
    /** As in the Kubernetes API concepts: core group or named group, then the namespace if any. */
    private static final Pattern COLLECTION =
            Pattern.compile(
                    ".*/(?:api|apis/[^/]+)/v[^/]+(?:/namespaces/(?<namespace>[^/]+))?/(?<resource>[^/]+)");

    private static final Pattern NAMED = Pattern.compile("fieldSelector=metadata\\.name=([^&,]+)");

    private static final Set<String> WITHOUT_NAMESPACES = Set.of("nodes", "namespaces");

    /** Empty if the request is none for a whole collection. */
    static Optional<Right> of(String method, URI uri) {
        Matcher path = COLLECTION.matcher(uri.getPath());
        return path.matches() && "GET".equals(method)
                ? Optional.of(of(uri, path))
                : Optional.empty();
    }

    private static Right of(URI uri, Matcher path) {
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        Matcher named = NAMED.matcher(query);
        return new Right(
                query.contains("watch=true") ? "watch" : "list",
                path.group("resource"),
                named.find() ? named.group(1) : "",
                Optional.ofNullable(path.group("namespace")).orElse(""));
    }

    /** What it means that the right is missing; empty if there is nothing to say. */
    String consequence() {
        if (resource.equals("nodes")) {
            return "the nodes key stays as it is; ";
        } else if (!resource.equals("services")) {
            return "";
        }
        return name.isEmpty()
                ? "its Services stay as published, and no document is pruned; "
                : "it is looked up now and then, in place of being watched; ";
    }

    @Override
    public String toString() {
        String what = verb + " " + resource + (name.isEmpty() ? "" : " named " + name);
        if (WITHOUT_NAMESPACES.contains(resource)) {
            return what;
        }
        return what + " in " + (namespace.isEmpty() ? "all namespaces" : "namespace " + namespace);
    }
}
