package io.kse.service;

import io.kse.service.KeyTemplate.Field;
import io.kse.service.TemplateExpression.Constant;
import io.kse.service.TemplateExpression.FieldValue;
import io.kse.service.TemplateExpression.Or;
import io.kse.service.TemplateExpression.ServiceIdValue;
import io.kse.service.TemplateToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes expressions of a key template's tokens, by the rules of Go's text/template/parse/parse.go.
 *
 * <p>Nesting is bounded, so that no template can exhaust the stack, now or when it is expanded.
 */
final class TemplateParser {
    private static final int DEEPEST = 100;

    private final String input;
    private final List<TemplateToken> tokens;
    private int next;
    private int depth;
    private int pipes;

    TemplateParser(String input) {
        this.input = input;
        this.tokens = new TemplateLexer(input).tokens();
    }

    List<TemplateExpression> parse() {
        List<TemplateExpression> parts = new ArrayList<>();
        while (next < tokens.size()) {
            TemplateToken token = take();
            pipes = 0;
            parts.add(
                    token.kind() == Kind.TEXT
                            ? new Constant(token.text())
                            : pipeline(token, Kind.CLOSE));
        }
        return parts;
    }

    private TemplateExpression pipeline(TemplateToken start, Kind end) {
        Optional<TemplateExpression> value = Optional.empty();
        do {
            value = Optional.of(command(value));
        } while (takePipe() && peek().kind() != end);
        if (take().kind() != end) {
            throw bad(start, start.text() + " without its " + end);
        }
        return value.get();
    }

    private boolean takePipe() {
        if (peek().kind() != Kind.PIPE) {
            return false;
        }
        if (++pipes > DEEPEST) {
            throw bad(peek(), "more than " + DEEPEST + " pipes between {{ and }}");
        }
        take();
        return true;
    }

    private TemplateExpression command(Optional<TemplateExpression> piped) {
        TemplateToken first = take();
        if (isOr(first)) {
            return or(first, piped);
        }
        TemplateExpression value = operand(first);
        if (piped.isPresent()) {
            throw bad(first, "only or accepts a value from a pipe, as in {{ .Name | or \"x\" }}");
        }
        if (peek().kind().isOperand()) {
            throw bad(peek(), "only or accepts operands, as in {{ or .Name \"x\" }}");
        }
        return value;
    }

    private TemplateExpression or(TemplateToken first, Optional<TemplateExpression> piped) {
        List<TemplateExpression> operands = new ArrayList<>();
        while (peek().kind().isOperand()) {
            operands.add(operand(takeSpaced()));
        }
        piped.ifPresent(operands::add);
        if (operands.isEmpty()) {
            throw bad(first, "or needs an operand, as in {{ or .Name \"x\" }}");
        }
        return new Or(List.copyOf(operands));
    }

    private TemplateToken takeSpaced() {
        TemplateToken token = take();
        if (!token.afterSpace()) {
            throw bad(token, "a space is missing; fields have no fields of their own");
        }
        return token;
    }

    private TemplateExpression operand(TemplateToken token) {
        return switch (token.kind()) {
            case FIELD -> field(token);
            case WORD -> word(token);
            case STRING -> new Constant(token.text());
            case INTEGER -> new Constant(Long.valueOf(token.text()));
            case LEFT -> parenthesized(token);
            case CLOSE, RIGHT -> throw bad(token, "a value is missing");
            default -> throw bad(token, "unexpected " + token.text());
        };
    }

    private TemplateExpression field(TemplateToken token) {
        return Field.named(token.text())
                .map(FieldValue::new)
                .orElseThrow(
                        () ->
                                bad(
                                        token,
                                        "unknown field ."
                                                + shortened(token.text())
                                                + "; the fields are "
                                                + Field.allNames()));
    }

    private TemplateExpression word(TemplateToken token) {
        return switch (token.text()) {
            case "id" -> new ServiceIdValue();
            case "true" -> new Constant(true);
            case "false" -> new Constant(false);
            case "or" -> throw bad(token, "or as an operand needs parentheses around it");
            default ->
                    throw bad(
                            token,
                            "unknown name "
                                    + shortened(token.text())
                                    + "; the names are id, or, true and false");
        };
    }

    private TemplateExpression parenthesized(TemplateToken left) {
        if (++depth > DEEPEST) {
            throw bad(left, "parentheses nested more than " + DEEPEST + " deep");
        }
        TemplateExpression value = pipeline(left, Kind.RIGHT);
        depth--;
        return value;
    }

    private static String shortened(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }

    private static boolean isOr(TemplateToken token) {
        return token.kind() == Kind.WORD && token.text().equals("or");
    }

    private TemplateToken peek() {
        return tokens.get(next);
    }

    private TemplateToken take() {
        return tokens.get(next++);
    }

    private BadKeyTemplate bad(TemplateToken token, String problem) {
        return new BadKeyTemplate(input, token.index(), problem);
    }
}
