package io.kse.cli;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.kse.service.Quoted;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says in a user's words which field of a manifest has the wrong type. */
final class FieldProblem {
    private static final Set<Class<?>> WHOLE_NUMBERS =
            Set.of(int.class, Integer.class, long.class, Long.class);

    private FieldProblem() {}

    /** {@code spec.ports[0].nodePort is "abc": accepted is a whole number}. */
    static String of(JsonMappingException failure, Map<?, ?> manifest) {
        StringBuilder path = new StringBuilder();
        Object value = manifest;
        for (Reference step : failure.getPath()) {
            append(path, step);
            value = follow(value, step);
        }
        return "%s is %s: accepted is %s".formatted(path, describe(value), accepted(failure));
    }

    private static void append(StringBuilder path, Reference step) {
        if (step.getFieldName() == null) {
            path.append('[').append(step.getIndex()).append(']');
        } else if (step.getFieldName().contains(".") || step.getFieldName().contains("/")) {
            path.append('[').append(step.getFieldName()).append(']');
        } else {
            path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
        }
    }

    private static Object follow(Object value, Reference step) {
        if (value instanceof Map<?, ?> object) {
            return object.get(step.getFieldName());
        }
        return value instanceof List<?> list ? list.get(step.getIndex()) : null;
    }

    private static String describe(Object value) {
        if (value instanceof Map) {
            return "an object";
        } else if (value instanceof List) {
            return "a list";
        }
        return value instanceof String text ? Quoted.of(text) : String.valueOf(value);
    }

    private static String accepted(JsonMappingException failure) {
        Class<?> type = type(failure);
        if (type == null) {
            String reason = failure.getOriginalMessage().lines().findFirst().orElse("");
            return "something else (%s)".formatted(reason);
        } else if (type == String.class) {
            return "text, so put it in quotes";
        } else if (WHOLE_NUMBERS.contains(type)) {
            return "a whole number";
        } else if (type == Boolean.class) {
            return "true or false";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    /** What the field is; null if the failure does not tell. */
    private static Class<?> type(JsonMappingException failure) {
        if (failure instanceof MismatchedInputException mismatch) {
            return mismatch.getTargetType();
        }
        return failure.getCause() instanceof InputCoercionException tooLarge
                ? tooLarge.getTargetType()
                : null;
    }
}
