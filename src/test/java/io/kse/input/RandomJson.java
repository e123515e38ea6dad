package io.kse.input;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** JSON, and what only begins like it: deep, with the same name twice, with numbers at the edge. */
final class RandomJson {
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-0",
                    "-0.0",
                    "1",
                    "1.0",
                    "10e-1",
                    "12345678901234567890",
                    "0.1",
                    "1e308",
                    "1e309",
                    "1e999999999",
                    "-1e999999999",
                    "1e-999999999",
                    "1e99999999999999999999",
                    "0e99999999999999999999",
                    "1e-99999999999999999999",
                    "01",
                    "1.",
                    ".5",
                    "+1",
                    "NaN",
                    "Infinity",
                    "0x10");

    private static final List<String> STRINGS =
            List.of(
                    "\"\"",
                    "\"a\"",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"\\udc00\\ud800\"",
                    "\"\\ud83d\\ude00\"",
                    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                    "\"\\x\"",
                    "\"\\u12\"",
                    "\"\n\"",
                    "\"\u0000\"",
                    "\"é日😀\"",
                    "'a'");

    private static final List<String> AROUND =
            List.of(" ", "\ufeff", "null", "{}", ",", "//", "/*", "\u0000", "\n", "]", "}");

    private static final List<Integer> DEPTHS = List.of(998, 999, 1000, 1001, 5000);

    private final SplittableRandom random;
    private final RandomText text;

    RandomJson(SplittableRandom random) {
        this.random = random;
        this.text = new RandomText(random);
    }

    /** Mostly a whole object; else part of one, more than one, or something else. */
    String any() {
        return switch (random.nextInt(30)) {
            case 0 -> value(3);
            case 1 -> cut(object(3));
            case 2 -> object(3) + text.pick(AROUND);
            case 3 -> text.pick(AROUND) + object(3);
            case 4 -> random.nextInt(20) == 0 ? deep() : "{}";
            case 5 -> "null";
            case 6 -> text.any();
            case 7 -> text.mistyped(object(2));
            default -> object(3);
        };
    }

    String object(int levels) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> name() + ":" + value(levels - 1))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Few, so that some come twice. */
    private String name() {
        return text.pick(List.of("\"a\"", "\"b\"", "\"\"", "\"\\ud800\"", "\"\\ud801\"", "\"é\""));
    }

    String value(int levels) {
        return switch (random.nextInt(levels > 0 ? 10 : 7)) {
            case 0 -> "true";
            case 1 -> "false";
            case 2 -> "null";
            case 3 -> mostlyGood(NUMBERS, 12);
            case 4 -> mostlyGood(STRINGS, 7);
            case 5 -> String.valueOf(random.nextLong());
            case 6 -> "\"" + text.word() + "\"";
            case 7 -> array(levels);
            default -> object(levels);
        };
    }

    /** Otherwise hardly any would have nothing bad in it. */
    private String mostlyGood(List<String> all, int good) {
        return random.nextInt(20) == 0 ? text.pick(all) : text.pick(all.subList(0, good));
    }

    private String array(int levels) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> value(levels - 1))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** Around the depth that is the last one allowed, and far beyond. */
    private String deep() {
        return deep(text.pick(DEPTHS), random.nextBoolean());
    }

    /** An object {@code levels} deep, which ends before its end unless it is {@code closed}. */
    String deep(int levels, boolean closed) {
        if (random.nextBoolean()) {
            return "{\"a\":".repeat(levels - 1) + "{}" + (closed ? "}".repeat(levels - 1) : "");
        }
        return "{\"a\":" + "[".repeat(levels - 1) + (closed ? "]".repeat(levels - 1) + "}" : "");
    }

    String cut(String json) {
        return json.substring(0, random.nextInt(json.length() + 1));
    }
}
