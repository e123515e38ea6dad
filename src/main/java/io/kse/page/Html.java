package io.kse.page;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache.Escaper;

/**
 * Anybody's text within HTML. Beside what would be markup it shows what nobody could see, or what
 * would turn the text around it: control and formatting characters stand there as their numbers.
 */
final class Html implements Escaper {
    @Override
    public String escape(String raw) {
        return Escapers.HTML.escape(visible(raw));
    }

    private static String visible(String raw) {
        StringBuilder visible = new StringBuilder(raw.length());
        raw.codePoints().forEach(c -> append(visible, c));
        return visible.toString();
    }

    private static void append(StringBuilder visible, int c) {
        if (c != '\n' && isInvisible(c)) {
            visible.append("\\u%04x".formatted(c));
        } else {
            visible.appendCodePoint(c);
        }
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }
}
