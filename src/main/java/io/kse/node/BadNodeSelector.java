package io.kse.node;

/** Says where a node selector is wrong, and why. */
public final class BadNodeSelector extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int column;

    BadNodeSelector(int column, String problem) {
        super("column " + column + ": " + problem);
        this.column = column;
    }

    BadNodeSelector(String selector, int index, String problem) {
        this(selector.codePointCount(0, index) + 1, problem);
    }

    /** Where it is wrong, in characters, the first being 1. */
    public int column() {
        return column;
    }
}
