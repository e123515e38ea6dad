package io.kse.json;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Text as Go's encoding/json leaves it: a lone surrogate becomes U+FFFD, since UTF-8 cannot hold
 * it.
 */
public final class Unicode {
    private static final int REPLACEMENT = 0xFFFD;

    private Unicode() {}

    public static String wellFormed(String text) {
        return isWellFormed(text) ? text : replaceLoneSurrogates(text);
    }

    private static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(CharBuffer.wrap(text));
    }

    private static String replaceLoneSurrogates(String text) {
        return text.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
