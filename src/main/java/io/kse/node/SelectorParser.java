package io.kse.node;

import io.kse.node.LabelRequirement.Above;
import io.kse.node.LabelRequirement.Absent;
import io.kse.node.LabelRequirement.Below;
import io.kse.node.LabelRequirement.NoneOf;
import io.kse.node.LabelRequirement.OneOf;
import io.kse.node.LabelRequirement.Present;
import io.kse.node.SelectorLexer.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads a label selector, by the grammar of apimachinery's labels.Parse. */
final class SelectorParser {
    private static final String OPERATORS =
            "expected =, ==, !=, in (…), notin (…), <, >, a comma or the end";

    private final String input;
    private final List<Token> tokens;
    private int next;

    SelectorParser(String input) {
        this.input = input;
        this.tokens = new SelectorLexer(input).tokens();
    }

    List<LabelRequirement> parse() {
        List<LabelRequirement> requirements = new ArrayList<>();
        if (peek().isEnd()) {
            return requirements;
        }
        do {
            requirements.add(requirement());
        } while (take(","));
        if (!peek().isEnd()) {
            throw bad(peek(), "expected a comma or the end");
        }
        return requirements;
    }

    private LabelRequirement requirement() {
        if (take("!")) {
            return new Absent(key());
        }
        String key = key();
        return peek().is(",") || peek().isEnd() ? new Present(key) : comparison(key);
    }

    private LabelRequirement comparison(String key) {
        Token operator = take();
        return switch (operator.text()) {
            case "=", "==" -> new OneOf(key, Set.of(value()));
            case "!=" -> new NoneOf(key, Set.of(value()));
            case "in" -> new OneOf(key, values());
            case "notin" -> new NoneOf(key, values());
            case ">" -> new Above(key, integer());
            case "<" -> new Below(key, integer());
            default -> throw bad(operator, OPERATORS);
        };
    }

    private String key() {
        Token word = take();
        if (!word.isWord() || !LabelSyntax.isKey(word.text())) {
            throw bad(word, "a label's key is needed: " + LabelSyntax.KEYS);
        }
        return word.text();
    }

    private Set<String> values() {
        if (!take("(")) {
            throw bad(peek(), "expected ( and values, separated by commas, and )");
        }
        Set<String> values = new LinkedHashSet<>();
        do {
            values.add(value());
        } while (take(","));
        if (!take(")")) {
            throw bad(peek(), "expected a comma or )");
        }
        return values;
    }

    /** Absent means the empty value, as in Kubernetes. */
    private String value() {
        if (!peek().isWord()) {
            return "";
        }
        Token word = take();
        if (!LabelSyntax.isValue(word.text())) {
            throw bad(word, "not a label's value: " + LabelSyntax.VALUES);
        }
        return word.text();
    }

    private long integer() {
        Token token = peek();
        return LabelSyntax.integer(value())
                .orElseThrow(() -> bad(token, "not an integer of 64 bits"));
    }

    private boolean take(String operator) {
        boolean found = peek().is(operator);
        next += found ? 1 : 0;
        return found;
    }

    private Token take() {
        Token token = peek();
        next += token.isEnd() ? 0 : 1;
        return token;
    }

    private Token peek() {
        return tokens.get(next);
    }

    private BadNodeSelector bad(Token token, String problem) {
        return new BadNodeSelector(input, token.index(), "found " + token.shown() + ": " + problem);
    }
}
