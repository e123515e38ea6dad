package io.kse.service;

/**
 * A piece of a key template.
 *
 * @param text what it means: for strings without quotes and escapes, for fields without the dot
 * @param index where it starts in the template
 * @param afterSpace true if white space stands before it; operands must be kept apart by some
 */
record TemplateToken(Kind kind, String text, int index, boolean afterSpace) {
    enum Kind {
        TEXT("text"),
        OPEN("{{"),
        CLOSE("}}"),
        FIELD("a field"),
        WORD("a name"),
        STRING("a string"),
        INTEGER("an integer"),
        PIPE("|"),
        LEFT("("),
        RIGHT(")");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        boolean isOperand() {
            return this == FIELD
                    || this == WORD
                    || this == STRING
                    || this == INTEGER
                    || this == LEFT;
        }

        @Override
        public String toString() {
            return shown;
        }
    }
}
