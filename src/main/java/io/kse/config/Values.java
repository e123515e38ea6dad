package io.kse.config;

import io.kse.service.GoBoolean;
import io.kse.service.Quoted;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What texts of settings mean; a text that means nothing is an IllegalArgumentException. */
final class Values {
    static final int LARGEST_PORT = 65535;

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,10}");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s,]+");
    private static final Pattern NOT_IN_PLAIN_NAMES = Pattern.compile("[^A-Za-z0-9_-]");

    private Values() {}

    static boolean bool(String text) {
        return GoBoolean.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("not a boolean"));
    }

    static Function<String, Integer> between(int lowest, int highest) {
        return text -> {
            long number = number(text);
            if (number < lowest || number > highest) {
                throw new IllegalArgumentException("out of range");
            }
            return (int) number;
        };
    }

    private static long number(String text) {
        if (!INTEGER.matcher(text).matches()) {
            throw new IllegalArgumentException("not an integer, or out of range");
        }
        return Long.parseLong(text);
    }

    static Function<String, Integer> port() {
        return between(1, LARGEST_PORT);
    }

    /** One of an enum's names, in upper or lower case. */
    static <E extends Enum<E>> Function<String, E> oneOf(Class<E> choices) {
        return text ->
                Arrays.stream(choices.getEnumConstants())
                        .filter(choice -> choice.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("unknown"));
    }

    static String plainName(String text) {
        Matcher other = NOT_IN_PLAIN_NAMES.matcher(text);
        if (other.find()) {
            int c = text.codePointAt(other.start());
            throw new IllegalArgumentException("holds " + Quoted.of(Character.toString(c)));
        }
        return text;
    }

    static List<String> namespaces(String text) {
        List<String> names =
                SEPARATORS.splitAsStream(text).filter(name -> !name.isEmpty()).distinct().toList();
        names.forEach(Values::requireNamespace);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no name in it");
        }
        return names;
    }

    private static void requireNamespace(String name) {
        if (!NAMESPACE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    Shown.quoted(name) + " is not a namespace's name (a DNS label, lower case)");
        }
    }

    static List<String> tags(String text) {
        withoutControls(text);
        if (text.indexOf('|') >= 0) {
            throw new IllegalArgumentException("a vertical bar would end the tags");
        }
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
    }

    static String prefix(String text) {
        withoutControls(text);
        if (!text.strip().equals(text)) {
            throw new IllegalArgumentException("spaces at its ends");
        }
        for (String segment : text.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("a segment is " + Quoted.of(segment));
            }
        }
        return text;
    }

    static Secret token(String text) {
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "holds a space, or something invisible or not ASCII");
        }
        return new Secret(text);
    }

    static Secret auth(String text) {
        return new Secret(withoutControls(text));
    }

    static String withoutControls(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("control characters");
        }
        return text;
    }
}
