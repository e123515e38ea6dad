package io.kse.service;

/**
 * Somebody's text inside a message of ours: in quotes, on one line, and not longer than {@value
 * #LONGEST} characters.
 */
public final class Quoted {
    private static final int LONGEST = 120;

    /** Enough for the longest name of a Service, and for most keys. */
    private static final int LONGEST_NAME = 512;

    private Quoted() {}

    public static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().limit(LONGEST).forEach(c -> append(quoted, c));
        return quoted.append(isLonger(text, LONGEST) ? "…\"" : "\"").toString();
    }

    /** A name or a key without quotes, and not longer than {@value #LONGEST_NAME} characters. */
    public static String name(String text) {
        StringBuilder name = new StringBuilder();
        text.codePoints().limit(LONGEST_NAME).forEach(c -> appendVisibly(name, c));
        return name.append(isLonger(text, LONGEST_NAME) ? "…" : "").toString();
    }

    private static boolean isLonger(String text, int most) {
        return text.codePointCount(0, text.length()) > most;
    }

    /** The same without quotes and limit, for a line that is in JSON or quoted already. */
    public static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().forEach(c -> appendVisibly(visible, c));
        return visible.toString();
    }

    private static void append(StringBuilder quoted, int c) {
        switch (c) {
            case '"', '\\' -> quoted.append('\\').appendCodePoint(c);
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> appendVisibly(quoted, c);
        }
    }

    /** Control and formatting characters could rewrite the line on a terminal. */
    private static void appendVisibly(StringBuilder quoted, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    quoted.append("\\u%04x".formatted(c));
            default -> quoted.appendCodePoint(c);
        }
    }
}
