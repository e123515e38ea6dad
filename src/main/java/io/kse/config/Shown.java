package io.kse.config;

import java.util.regex.Pattern;

/** How foreign text looks in a message: on one line, not too long, without a URL's password. */
final class Shown {
    private static final int LONGEST_VALUE = 100;
    private static final int LONGEST_REASON = 600;
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private Shown() {}

    static String quoted(String text) {
        return '"' + escaped(cut(withoutPassword(text), LONGEST_VALUE)) + '"';
    }

    /** Somebody may have put {@code https://user:password@host} where a host belongs. */
    private static String withoutPassword(String text) {
        int at = text.lastIndexOf('@');
        return text.lastIndexOf(':', at) < 0 ? text : "(secret)" + text.substring(at);
    }

    static String shortened(String reason) {
        return escaped(cut(reason, LONGEST_REASON));
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }

    private static String escaped(String text) {
        return UNSEEN.matcher(text).replaceAll(match -> escape(match.group()));
    }

    private static String escape(String c) {
        StringBuilder escaped = new StringBuilder();
        c.chars().forEach(unit -> escaped.append(String.format("\\\\u%04x", unit)));
        return escaped.toString();
    }
}
