package io.kse.page;

/**
 * JSON with a line for each member, for people. Changes nothing but the white space between tokens,
 * so that each number and text is seen as it is stored. Never much longer than {@link #LONGEST}:
 * what is deep grows by its indent.
 */
final class IndentedJson {
    /** Characters. */
    static final int LONGEST = 16_000;

    private static final String INDENT = "  ";

    private final StringBuilder lines = new StringBuilder();
    private int depth;
    private boolean inText;
    private boolean isEscaped;

    private IndentedJson() {}

    /**
     * @param json without white space between tokens, as our documents are; anything else is shown
     *     with it
     */
    static String of(String json) {
        IndentedJson indented = new IndentedJson();
        int read = 0;
        while (read < json.length() && indented.lines.length() < LONGEST) {
            char c = json.charAt(read++);
            indented.add(c, read < json.length() ? json.charAt(read) : ' ');
        }
        return read < json.length() ? indented.lines + "…" : indented.lines.toString();
    }

    private void add(char c, char next) {
        if (inText) {
            lines.append(c);
            inText = isEscaped || c != '"';
            isEscaped = c == '\\' && !isEscaped;
        } else {
            addBetween(c, next);
        }
    }

    private void addBetween(char c, char next) {
        switch (c) {
            case '{', '[' -> open(c, next);
            case '}', ']' -> close(c);
            case ',' -> newLine(c + "", depth);
            case ':' -> lines.append(": ");
            default -> {
                inText = c == '"';
                lines.append(c);
            }
        }
    }

    /** An empty one stays on its line. */
    private void open(char c, char next) {
        depth++;
        if (next == '}' || next == ']') {
            lines.append(c);
        } else {
            newLine(c + "", depth);
        }
    }

    private void close(char c) {
        depth--;
        char before = lines.isEmpty() ? c : lines.charAt(lines.length() - 1);
        if (before != '{' && before != '[') {
            newLine("", depth);
        }
        lines.append(c);
    }

    private void newLine(String end, int indent) {
        lines.append(end).append('\n').append(INDENT.repeat(Math.max(0, Math.min(indent, 20))));
    }
}
