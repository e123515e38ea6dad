package io.kse.http;

import java.util.Locale;

/**
 * Which of two media types a client would rather have (RFC 9110, 12.5.1). A range that is more
 * specific counts more than one that is less.
 */
public final class Accepted {
    private static final String ANY = "*/*";

    private final String[] ranges;

    /**
     * @param header as sent; null if it was not, which means that all are welcome
     */
    public Accepted(String header) {
        ranges = (header == null || header.isBlank() ? ANY : header).split(",");
    }

    /** False also if it does not matter. */
    public boolean prefers(String type, String toOther) {
        return quality(type) > quality(toOther);
    }

    private double quality(String type) {
        double quality = 0;
        int best = -1;
        for (String range : ranges) {
            int fit = fit(range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT), type);
            if (fit > best) {
                best = fit;
                quality = weight(range);
            }
        }
        return quality;
    }

    private static int fit(String range, String type) {
        if (range.equals(type)) {
            return 2;
        } else if (range.equals(type.substring(0, type.indexOf('/')) + "/*")) {
            return 1;
        }
        return range.equals(ANY) ? 0 : -1;
    }

    private static double weight(String range) {
        for (String parameter : range.split(";")) {
            String[] parts = parameter.split("=", 2);
            if (parts.length == 2 && parts[0].strip().equalsIgnoreCase("q")) {
                return number(parts[1].strip());
            }
        }
        return 1;
    }

    /** What is no number does not count. */
    private static double number(String text) {
        return text.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(text) : 1;
    }
}
