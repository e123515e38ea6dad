package io.kse.kubernetes;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests that fail or work together: the same verb for the same kind of object in the same
 * namespace. What a single object is called is left out, so that there are few of them.
 */
record RequestKind(String verb, String path) {
    /** Up to the resource, as in the Kubernetes API concepts; then perhaps a name, and more. */
    private static final Pattern OBJECT =
            Pattern.compile(
                    "(.*/(?:api|apis/[^/]+)/v[^/]+(?:/namespaces/[^/]+(?=/))?+/[^/]+)/[^/]+(?:/.*)?");

    static RequestKind of(String method, URI uri) {
        Matcher object = OBJECT.matcher(uri.getPath());
        if (object.matches()) {
            return new RequestKind(method + " one of", object.group(1));
        }
        boolean isWatch = uri.getQuery() != null && uri.getQuery().contains("watch=true");
        return new RequestKind(isWatch ? "watch" : method, uri.getPath());
    }
}
