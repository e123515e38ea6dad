package io.kse.service;

import io.kse.service.TemplateToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Cuts a key template into tokens, by the rules of Go's text/template/parse/lex.go.
 *
 * <p>Promises that every {@code OPEN} is followed by its {@code CLOSE}. Reads each character a
 * bounded number of times.
 */
final class TemplateLexer {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    private final String input;
    private final List<TemplateToken> tokens = new ArrayList<>();
    private int position;

    TemplateLexer(String input) {
        this.input = input;
    }

    List<TemplateToken> tokens() {
        while (position < input.length()) {
            text();
            if (position < input.length()) {
                action();
            }
        }
        return tokens;
    }

    private void text() {
        int open = input.indexOf(OPEN, position);
        int end = open < 0 ? input.length() : open;
        int textEnd = end;
        while (open >= 0 && trimsBefore(open) && textEnd > position && isSpace(textEnd - 1)) {
            textEnd--;
        }
        if (textEnd > position) {
            add(Kind.TEXT, input.substring(position, textEnd), position, false);
        }
        position = end;
    }

    /** {@code {{-} takes white space away only if some follows it: {@code {{-3}}} is a number. */
    private boolean trimsBefore(int open) {
        return input.startsWith("-", open + 2) && isSpace(open + 3);
    }

    private void action() {
        int start = position;
        position += trimsBefore(start) ? 4 : 2;
        if (input.startsWith("/*", position)) {
            comment(start);
        } else {
            add(Kind.OPEN, OPEN, start, false);
            insideOfAction(start);
        }
    }

    private void comment(int start) {
        int end = input.indexOf("*/", position + 2);
        if (end < 0) {
            throw bad(start, "a comment without its end, as in {{/* … */}}");
        }
        position = end + 2;
        if (!close()) {
            throw bad(position, "a comment must end in */}} or */ -}}");
        }
    }

    private void insideOfAction(int start) {
        boolean afterSpace = false;
        int before = position;
        while (!close()) {
            if (position >= input.length()) {
                throw bad(start, "{{ without its }}");
            }
            boolean space = isSpace(position);
            if (space) {
                position++;
            } else {
                token(afterSpace);
            }
            afterSpace = space;
            before = position;
        }
        add(Kind.CLOSE, CLOSE, before, afterSpace);
    }

    /** Passes {@code }}}, or {@code -}}} with the white space around it, if that comes next. */
    private boolean close() {
        boolean trims = isSpace(position) && input.startsWith("-" + CLOSE, position + 1);
        if (!trims && !input.startsWith(CLOSE, position)) {
            return false;
        }
        position += trims ? 4 : 2;
        while (trims && isSpace(position)) {
            position++;
        }
        return true;
    }

    private void token(boolean afterSpace) {
        char c = input.charAt(position);
        switch (c) {
            case '|' -> single(Kind.PIPE, afterSpace);
            case '(' -> single(Kind.LEFT, afterSpace);
            case ')' -> single(Kind.RIGHT, afterSpace);
            case '"', '`' -> string(c, afterSpace);
            case '.' -> name(Kind.FIELD, 1, afterSpace);
            default -> numberOrWord(c, afterSpace);
        }
    }

    private void single(Kind kind, boolean afterSpace) {
        add(kind, kind.toString(), position++, afterSpace);
    }

    private void string(char quote, boolean afterSpace) {
        int end = GoString.end(input, position);
        add(Kind.STRING, GoString.unquote(input, position, end), position, afterSpace);
        position = end;
    }

    private void numberOrWord(char c, boolean afterSpace) {
        if (c == '+' || c == '-' || c >= '0' && c <= '9') {
            number(afterSpace);
        } else if (isNamePart(c)) {
            name(Kind.WORD, 0, afterSpace);
        } else {
            throw unexpected(position);
        }
    }

    private void number(boolean afterSpace) {
        int start = position;
        position++;
        skip(c -> isNamePart(c) || c == '.' || c == '+' || c == '-');
        String text = input.substring(start, position);
        if (!text.matches("[+-]?(0|[1-9][0-9]{0,18})") || !fitsLong(text)) {
            throw bad(start, "not a decimal integer of 64 bits");
        }
        add(Kind.INTEGER, text, start, afterSpace);
    }

    private static boolean fitsLong(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException tooLarge) {
            return false;
        }
    }

    private void name(Kind kind, int prefix, boolean afterSpace) {
        int start = position;
        position += prefix;
        skip(TemplateLexer::isNamePart);
        if (!isTerminated()) {
            throw unexpected(position);
        }
        add(kind, input.substring(start + prefix, position), start, afterSpace);
    }

    /** What Go lets follow a name without a space between them. */
    private boolean isTerminated() {
        return position >= input.length()
                || isSpace(position)
                || ".,|:()".indexOf(input.charAt(position)) >= 0
                || input.startsWith(CLOSE, position);
    }

    private void skip(IntPredicate wanted) {
        while (position < input.length() && wanted.test(input.charAt(position))) {
            position++;
        }
    }

    private boolean isSpace(int index) {
        return index < input.length() && " \t\r\n".indexOf(input.charAt(index)) >= 0;
    }

    private static boolean isNamePart(int c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private void add(Kind kind, String text, int index, boolean afterSpace) {
        tokens.add(new TemplateToken(kind, text, index, afterSpace));
    }

    private BadKeyTemplate unexpected(int index) {
        return bad(index, "unexpected character");
    }

    private BadKeyTemplate bad(int index, String problem) {
        return new BadKeyTemplate(input, index, problem);
    }
}
