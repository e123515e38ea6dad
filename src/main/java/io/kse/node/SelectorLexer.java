package io.kse.node;

import io.kse.service.Quoted;
import java.util.ArrayList;
import java.util.List;

/** Cuts a label selector into words and operators, as apimachinery's labels.Lexer does. */
final class SelectorLexer {
    private static final String END = "";

    private final String input;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    SelectorLexer(String input) {
        this.input = input;
    }

    /**
     * @param text the operator or word; empty only at the end
     * @param index where it starts
     */
    record Token(String text, int index, boolean isWord) {
        boolean is(String operator) {
            return !isWord && text.equals(operator);
        }

        boolean isEnd() {
            return is(END);
        }

        String shown() {
            return isEnd() ? "the end" : Quoted.of(text);
        }
    }

    /** The tokens, the last of which is the end. */
    List<Token> tokens() {
        skipSpace();
        while (position < input.length()) {
            tokens.add(isOperator(position) ? operator() : word());
            skipSpace();
        }
        tokens.add(new Token(END, input.length(), false));
        return tokens;
    }

    private Token operator() {
        int start = position;
        boolean two = input.startsWith("==", start) || input.startsWith("!=", start);
        position += two ? 2 : 1;
        return new Token(input.substring(start, position), start, false);
    }

    private Token word() {
        int start = position;
        while (position < input.length() && !isOperator(position) && !isSpace(position)) {
            position++;
        }
        return new Token(input.substring(start, position), start, true);
    }

    private void skipSpace() {
        while (position < input.length() && isSpace(position)) {
            position++;
        }
    }

    private boolean isOperator(int index) {
        return "=!(),<>".indexOf(input.charAt(index)) >= 0;
    }

    private boolean isSpace(int index) {
        return " \t\r\n".indexOf(input.charAt(index)) >= 0;
    }
}
