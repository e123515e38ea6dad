package io.kse.input;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Text as people mistype it and as nobody would write it. The same source of chance gives the same
 * text.
 */
final class RandomText {
    /** What has meant something to some program: a separator, a path, a template, a terminal. */
    private static final List<String> PIECES =
            List.of(
                    "",
                    " ",
                    "/",
                    "//",
                    ".",
                    "..",
                    "../..",
                    "clusters",
                    "/clusters/cluster",
                    "-",
                    "\"",
                    "\\",
                    "'",
                    "%2e%2e%2f",
                    "%",
                    "{{ id }}",
                    "${body}",
                    "{{nothing}}",
                    "\n",
                    "\r\n",
                    "\t",
                    "\u0000",
                    "\u001b[2J",
                    "\u0085",
                    "\u00a0",
                    "\u2028",
                    "\u202e",
                    "\u200b",
                    "\ufeff",
                    "\ufffe",
                    "\ud800",
                    "\udc00",
                    "\udbff\udfff",
                    "é",
                    "e\u0301",
                    "٣",
                    "日本",
                    "😀",
                    "null",
                    "true",
                    "0",
                    "-1",
                    "a",
                    "http");

    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-0",
                    "+0",
                    "443",
                    "+443",
                    "00443",
                    "2147483647",
                    "2147483648",
                    "-2147483648",
                    "-2147483649",
                    "99999999999999999999",
                    "1e3",
                    "0x50",
                    "1_000",
                    "1,000",
                    "443.0",
                    " 443",
                    "443 ",
                    "٤٤٣",
                    "+-1",
                    "--1",
                    "+",
                    "-",
                    "http");

    private static final List<String> BOOLEANS =
            List.of(
                    "1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false",
                    "False");

    private static final int HUGE = 256 * 1024;
    private static final int RARELY = 3000;

    private final SplittableRandom random;

    RandomText(SplittableRandom random) {
        this.random = random;
    }

    /** Anything at all; mostly short, and once in a while as long as annotations can be. */
    String any() {
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> word();
            case 2 -> unicode(random.nextInt(20));
            case 3 -> random.nextInt(RARELY) == 0 ? huge() : pick(PIECES);
            default -> pieces(1 + random.nextInt(5));
        };
    }

    /** As names are, so that most get through. */
    String word() {
        return letters(1 + random.nextInt(12));
    }

    String number() {
        return random.nextInt(4) == 0 ? mistyped(pick(NUMBERS)) : pick(NUMBERS);
    }

    String bool() {
        return random.nextInt(4) == 0 ? mistyped(pick(BOOLEANS)) : pick(BOOLEANS);
    }

    /** One of {@code valid}, now and then with something in it that does not belong there. */
    String near(List<String> valid) {
        return random.nextInt(3) == 0 ? mistyped(pick(valid)) : pick(valid);
    }

    <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** With a piece put in, taken out or put twice, or in the other case. */
    String mistyped(String text) {
        int at = random.nextInt(text.length() + 1);
        int end = at + random.nextInt(text.length() - at + 1);
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + pick(PIECES) + text.substring(at);
            case 1 -> text.substring(0, at) + text.substring(end);
            case 2 -> text.substring(0, end) + text.substring(at);
            default -> text.toUpperCase(java.util.Locale.ROOT);
        };
    }

    private String pieces(int count) {
        return IntStream.range(0, count).mapToObj(i -> pick(PIECES)).collect(Collectors.joining());
    }

    private String letters(int count) {
        return random.ints(count, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Of all planes, surrogates and what is no character included. */
    String unicode(int count) {
        return random.ints(count, 0, Character.MAX_CODE_POINT + 1)
                .map(c -> random.nextInt(2) == 0 ? c & 0xffff : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private String huge() {
        String piece = random.nextBoolean() ? "x" : "x" + pieces(3);
        return piece.repeat(HUGE / piece.length());
    }
}
