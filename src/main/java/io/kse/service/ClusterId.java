package io.kse.service;

/**
 * The name of the cluster that this program runs in, as it appears in keys and documents.
 *
 * @throws IllegalArgumentException if it is empty, or holds a slash, white space or control
 *     characters: each would make keys that other clusters' keys cannot be told from
 */
public record ClusterId(String value) {
    public ClusterId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("is empty");
        }
        value.codePoints().filter(ClusterId::isForbidden).findFirst().ifPresent(ClusterId::refuse);
    }

    private static void refuse(int c) {
        throw new IllegalArgumentException("holds " + Quoted.of(Character.toString(c)));
    }

    private static boolean isForbidden(int c) {
        return c == '/'
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c);
    }

    @Override
    public String toString() {
        return value;
    }
}
