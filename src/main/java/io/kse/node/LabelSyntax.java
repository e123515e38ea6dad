package io.kse.node;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What Kubernetes allows as the key and the value of a label (apimachinery, util/validation). */
final class LabelSyntax {
    static final String KEYS =
            "a name of 1 to 63 letters, digits, -, _ and . that starts and ends with a"
                    + " letter or digit, or such a name after a lower-case DNS domain and /";
    static final String VALUES =
            "up to 63 letters, digits, -, _ and . that start and end with a letter or" + " digit";

    private static final int LONGEST_PREFIX = 253;
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    // Possessive, so that no text makes the matcher try again and again.
    private static final Pattern PREFIX =
            Pattern.compile("[a-z0-9]++(-++[a-z0-9]++)*+(\\.[a-z0-9]++(-++[a-z0-9]++)*+)*+");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,64}");

    private LabelSyntax() {}

    static boolean isKey(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? NAME.matcher(text).matches()
                : isPrefix(text.substring(0, slash))
                        && NAME.matcher(text.substring(slash + 1)).matches();
    }

    private static boolean isPrefix(String text) {
        return text.length() <= LONGEST_PREFIX && PREFIX.matcher(text).matches();
    }

    static boolean isValue(String text) {
        return text.isEmpty() || NAME.matcher(text).matches();
    }

    /** Empty if it is no integer of 64 bits in ASCII digits. */
    static OptionalLong integer(String text) {
        if (!INTEGER.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }
}
