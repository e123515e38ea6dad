package io.kse.service;

import io.kse.service.KeyTemplate.Field;
import java.util.List;
import java.util.function.Function;

/** A part of a key template that has a value: a String, a Long, an Integer or a Boolean. */
sealed interface TemplateExpression {
    Object value(String id, Function<Field, Object> values);

    /** True if this has the value of {@code operand}, which is never empty, for every Service. */
    default boolean isAlways(TemplateExpression operand) {
        return equals(operand);
    }

    /** Text outside of braces, or a constant inside. */
    record Constant(Object value) implements TemplateExpression {
        @Override
        public Object value(String id, Function<Field, Object> values) {
            return value;
        }
    }

    record ServiceIdValue() implements TemplateExpression {
        @Override
        public Object value(String id, Function<Field, Object> values) {
            return id;
        }
    }

    record FieldValue(Field field) implements TemplateExpression {
        @Override
        public Object value(String id, Function<Field, Object> values) {
            return values.apply(field);
        }
    }

    /** The first operand that is true, else the last one. */
    record Or(List<TemplateExpression> operands) implements TemplateExpression {
        @Override
        public Object value(String id, Function<Field, Object> values) {
            Object value = "";
            for (TemplateExpression operand : operands) {
                value = operand.value(id, values);
                if (isTrue(value)) {
                    return value;
                }
            }
            return value;
        }

        @Override
        public boolean isAlways(TemplateExpression operand) {
            return operands.get(0).isAlways(operand);
        }

        /** As Go's text/template has it: the zero value of a type is false. */
        private static boolean isTrue(Object value) {
            if (value instanceof Number number) {
                return number.longValue() != 0;
            }
            return value instanceof Boolean truth ? truth : !value.toString().isEmpty();
        }
    }
}
