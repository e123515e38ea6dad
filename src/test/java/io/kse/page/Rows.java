package io.kse.page;

import java.util.List;
import java.util.regex.Pattern;

/** The rows of the Services on a page, as {@code name: state}. */
final class Rows {
    private static final Pattern ROW =
            Pattern.compile(
                    "<a id=\"service-[^\"]*\" href=\"[^\"]*\"><bdi>([^<]*)</bdi>.*?"
                            + "<span class=\"badge [a-z-]+\">([^<]*)</span>",
                    Pattern.DOTALL);

    private Rows() {}

    static List<String> of(String html) {
        return ROW.matcher(html).results().map(row -> row.group(1) + ": " + row.group(2)).toList();
    }
}
