package io.kse.flow;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.util.TimeUtils;

/**
 * The placeholders for delays in the shipped routes. Camel reads one only when a retry is due, and
 * would then lose the change; so they are read once at the start.
 */
final class Durations {
    /** To Camel none at all means to wait for ever. */
    private static final String QUIET = "kse.nodes.quiet";

    /** With the defaults that the routes have. */
    private static final Map<String, String> NAMES =
            Map.of("kse.retry.delay", "200", "kse.retry.max-delay", "1000", QUIET, "250");

    private static final Pattern DURATION = Pattern.compile("[0-9]{1,9}|([0-9]{1,9}(ms|[dhms]))+");

    private Durations() {}

    /**
     * @throws BadRoutes if one is set to something that is no duration
     */
    static void check(CamelContext camel) {
        NAMES.forEach((name, shipped) -> check(camel, name, shipped));
    }

    private static void check(CamelContext camel, String name, String shipped) {
        String value = camel.resolvePropertyPlaceholders("{{%s:%s}}".formatted(name, shipped));
        if (!DURATION.matcher(value).matches()) {
            throw bad(name, value, "");
        } else if (name.equals(QUIET) && TimeUtils.toMilliSeconds(value) == 0) {
            throw bad(name, value, " of more than 0");
        }
    }

    private static BadRoutes bad(String name, String value, String which) {
        return new BadRoutes(
                "placeholder %s: value \"%s\": accepted is a duration%s, such as 500 (milliseconds) or 2s"
                        .formatted(name, value, which));
    }
}
