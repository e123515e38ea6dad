package io.kse.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON number as it was written. Equality is exact and decimal and never expands an exponent, so
 * that {@code 1e-999999999} costs as little as {@code 1}.
 *
 * @param text the number in JSON's grammar, whose value as an IEEE double is finite
 */
public record JsonNumber(String text) implements JsonValue {
    private static final Pattern GRAMMAR =
            Pattern.compile("(-?)(0|[1-9][0-9]*+)(?:\\.([0-9]++))?(?:[eE]([+-]?)([0-9]++))?");
    private static final int LONGEST_EXPONENT = 18;

    public JsonNumber {
        if (!GRAMMAR.matcher(text).matches() || Double.isInfinite(Double.parseDouble(text))) {
            throw new IllegalArgumentException("a JSON number is decimal and finite as a double");
        }
    }

    public double toDouble() {
        return Double.parseDouble(text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonNumber number
                && (text.equals(number.text) || decimal().equals(number.decimal()));
    }

    @Override
    public int hashCode() {
        return decimal().hashCode();
    }

    /** Sign, significant digits and exponent: one spelling for each value. */
    private String decimal() {
        Matcher parts = GRAMMAR.matcher(text);
        parts.matches();
        String fraction = parts.group(3) == null ? "" : parts.group(3);
        String digits = withoutLeadingZeros(parts.group(2) + fraction);
        if (digits.isEmpty()) {
            return "0";
        }
        String significant = withoutTrailingZeros(digits);
        long shift = (long) digits.length() - significant.length() - fraction.length();
        return parts.group(1) + significant + "e" + exponent(parts, shift);
    }

    private static String exponent(Matcher parts, long shift) {
        String digits = parts.group(5) == null ? "" : withoutLeadingZeros(parts.group(5));
        String sign = "-".equals(parts.group(4)) ? "-" : "";
        if (digits.length() > LONGEST_EXPONENT) {
            // A double is 0 long before: two spellings of such a number count as two values, and
            // that harms nobody.
            return sign + digits + (shift < 0 ? "" : "+") + shift;
        }
        return Long.toString((digits.isEmpty() ? 0 : Long.parseLong(sign + digits)) + shift);
    }

    private static String withoutLeadingZeros(String digits) {
        int first = 0;
        while (first < digits.length() && digits.charAt(first) == '0') {
            first++;
        }
        return digits.substring(first);
    }

    private static String withoutTrailingZeros(String digits) {
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }
}
