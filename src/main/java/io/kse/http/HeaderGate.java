package io.kse.http;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Which headers pass between HTTP and a route. Camel makes headers of a request's headers and of
 * its query, and headers of the answer of whatever the route leaves: {@code ?Set-Cookie=…} would be
 * a header of the answer. So only a few go out, and those never come in.
 */
public final class HeaderGate implements HeaderFilterStrategy {
    private static final Set<String> ANSWERS =
            Set.of(
                    "content-type",
                    "content-security-policy",
                    "content-disposition",
                    "cache-control",
                    "etag",
                    "location",
                    "refresh",
                    "vary",
                    "x-explain-outcome");

    /** True if it stays out of the answer. */
    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !ANSWERS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** True if the route does not see it: it could not tell who has set it. */
    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ANSWERS.contains(lower)
                || lower.startsWith("camel")
                || lower.startsWith("kubernetes")
                || lower.startsWith("consul");
    }
}
