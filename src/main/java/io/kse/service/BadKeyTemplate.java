package io.kse.service;

/** Says where a key template is wrong, and why. */
public final class BadKeyTemplate extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int column;

    BadKeyTemplate(String template, int index, String problem) {
        this(template.codePointCount(0, index) + 1, problem);
    }

    private BadKeyTemplate(int column, String problem) {
        super("column " + column + ": " + problem);
        this.column = column;
    }

    /** Where it is wrong, in characters, the first being 1. */
    public int column() {
        return column;
    }
}
