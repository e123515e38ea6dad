package io.kse.flow;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/**
 * The placeholders for delays in the shipped routes. Camel reads one only when a retry is due, and
 * would then lose the change; so they are read once at the start.
 */
final class Durations {
    private static final List<String> NAMES = List.of("kse.retry.delay", "kse.retry.max-delay");
    private static final Pattern DURATION = Pattern.compile("[0-9]{1,9}|([0-9]{1,9}(ms|[dhms]))+");

    private Durations() {}

    /**
     * @throws BadRoutes if one is set to something that is no duration
     */
    static void check(CamelContext camel) {
        for (String name : NAMES) {
            String value = camel.resolvePropertyPlaceholders("{{%s:0}}".formatted(name));
            if (!DURATION.matcher(value).matches()) {
                throw new BadRoutes(
                        "placeholder %s: value \"%s\": accepted is a duration, such as 500 (milliseconds) or 2s"
                                .formatted(name, value));
            }
        }
    }
}
