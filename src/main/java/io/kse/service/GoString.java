package io.kse.service;

/** Reads string constants of Go: {@code "…"} with escapes, and {@code `…`} as it stands. */
final class GoString {
    private static final String SIMPLE_ESCAPES = "abfnrtv\\\"";
    private static final String THEIR_MEANING = "\u0007\b\f\n\r\t\u000b\\\"";

    private final String input;
    private final StringBuilder text = new StringBuilder();
    private int position;

    private GoString(String input, int position) {
        this.input = input;
        this.position = position;
    }

    /**
     * The index behind the constant that starts with the quote at {@code start}.
     *
     * @throws BadKeyTemplate if it does not end, or not on its line
     */
    static int end(String input, int start) {
        char quote = input.charAt(start);
        for (int i = start + 1; i < input.length(); i++) {
            char c = input.charAt(i);
            if (c == quote) {
                return i + 1;
            }
            if (quote == '"' && c == '\\') {
                i++;
            } else if (quote == '"' && c == '\n') {
                break;
            }
        }
        throw new BadKeyTemplate(input, start, "a string without its closing " + quote);
    }

    /**
     * What the constant between {@code start} and {@code end} means, by the rules of Go's
     * strconv.Unquote; bytes above 7F that are no characters by themselves are refused.
     *
     * @throws BadKeyTemplate if an escape is wrong
     */
    static String unquote(String input, int start, int end) {
        if (input.charAt(start) == '`') {
            return input.substring(start + 1, end - 1).replace("\r", "");
        }
        return new GoString(input, start + 1).interpret(end - 1);
    }

    private String interpret(int end) {
        while (position < end) {
            char c = input.charAt(position++);
            if (c == '\\') {
                escape();
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private void escape() {
        char c = input.charAt(position++);
        int simple = SIMPLE_ESCAPES.indexOf(c);
        if (simple >= 0) {
            text.append(THEIR_MEANING.charAt(simple));
            return;
        }
        switch (c) {
            case 'x' -> number(2, 16, 0x7f);
            case 'u' -> number(4, 16, Character.MAX_CODE_POINT);
            case 'U' -> number(8, 16, Character.MAX_CODE_POINT);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                position--;
                number(3, 8, 0x7f);
            }
            default -> throw bad();
        }
    }

    private void number(int digits, int radix, int highest) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = asciiDigit(input.charAt(position++), radix);
            value = value * radix + digit;
        }
        boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        if (value > highest || surrogate) {
            throw bad();
        }
        text.appendCodePoint((int) value);
    }

    private int asciiDigit(char c, int radix) {
        int digit = c < 0x80 ? Character.digit(c, radix) : -1;
        if (digit < 0) {
            throw bad();
        }
        return digit;
    }

    private BadKeyTemplate bad() {
        return new BadKeyTemplate(
                input,
                position - 1,
                "not an escape; there are \\a \\b \\f \\n \\r \\t \\v \\\\ \\\" \\x00–\\x7f"
                        + " \\000–\\177 \\u0000 \\U00000000, and `…` without any");
    }
}
