package io.kse.service;

import io.kse.json.JsonReader;
import io.kse.json.JsonValue;
import io.kse.json.JsonValue.JsonNull;
import io.kse.json.JsonValue.JsonObject;
import io.kse.json.MalformedJson;
import io.kse.json.Unicode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the annotations of one Service by the original's rules. What cannot be read is collected,
 * so that a user sees every mistake at once; the values of a reader with {@link #problems()} are
 * not to be used.
 */
final class AnnotationReader {
    /** They count only together. */
    static final List<String> INGRESS =
            List.of(
                    "ingress-service-namespace",
                    "ingress-service-name",
                    "ingress-service-port-name");

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private final Map<String, String> annotations;
    private final List<AnnotationProblem> problems = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();

    /**
     * @param annotations may be null, as Kubernetes leaves them out if there are none
     */
    AnnotationReader(Map<String, String> annotations) {
        this.annotations = annotations == null ? Map.of() : annotations;
    }

    List<AnnotationProblem> problems() {
        return List.copyOf(problems);
    }

    ServiceAnnotations read() {
        return new ServiceAnnotations(
                text("load-balancer-dns-name"),
                bool("load-balancer-service-per-cluster", true),
                text("load-balancer-health-check-path"),
                int32("load-balancer-health-check-port"),
                "tcp".equals(text("load-balancer-backend-protocol")) ? "tcp" : "http",
                "*".equals(text("load-balancer-proxy-protocol")),
                text("load-balancer-class"),
                int32("load-balancer-listen-port").orElse(0),
                customAttrs(),
                text("id-prefix"),
                ingress());
    }

    /** Empty if the annotation is absent. */
    Optional<String> value(String name) {
        asked.add(ServiceAnnotations.PREFIX + name);
        return Optional.ofNullable(annotations.get(ServiceAnnotations.PREFIX + name))
                .map(Unicode::wellFormed);
    }

    AnnotationProblem problem(String name, String accepted) {
        return new AnnotationProblem(
                ServiceAnnotations.PREFIX + name, value(name).orElse(""), accepted);
    }

    private String text(String name) {
        return value(name).orElse("");
    }

    private boolean bool(String name, boolean absent) {
        return value(name)
                .map(text -> GoBoolean.parse(text).orElseGet(() -> refuseBool(name)))
                .orElse(absent);
    }

    private boolean refuseBool(String name) {
        problems.add(problem(name, GoBoolean.ACCEPTED));
        return false;
    }

    private OptionalInt int32(String name) {
        Optional<String> text = value(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(parseInt32(text.get()));
        } catch (NumberFormatException e) {
            problems.add(problem(name, "a decimal 32-bit integer, such as 443"));
            return OptionalInt.empty();
        }
    }

    /** Integer.parseInt alone would take digits of every script; Go takes ASCII only. */
    private static int parseInt32(String text) {
        if (!INTEGER.matcher(text).matches()) {
            throw new NumberFormatException(text);
        }
        return Integer.parseInt(text);
    }

    private JsonObject customAttrs() {
        return value("custom-attrs").map(this::customAttrs).orElse(JsonObject.EMPTY);
    }

    private JsonObject customAttrs(String text) {
        try {
            JsonValue value = JsonReader.read(text);
            if (value instanceof JsonObject object) {
                return object;
            }
            return value == JsonNull.NULL ? JsonObject.EMPTY : refuseCustomAttrs("it is no object");
        } catch (MalformedJson e) {
            return refuseCustomAttrs(e.getMessage());
        }
    }

    private JsonObject refuseCustomAttrs(String why) {
        String accepted =
                "a JSON object or null, at most %d levels deep, its numbers finite doubles (%s)"
                        .formatted(JsonReader.DEEPEST, why);
        problems.add(problem("custom-attrs", accepted));
        return JsonObject.EMPTY;
    }

    /** Those that begin as ours do and nobody has asked for, sorted. */
    List<String> unread() {
        return annotations.keySet().stream()
                .filter(name -> name.startsWith(ServiceAnnotations.PREFIX))
                .filter(name -> !asked.contains(name))
                .sorted()
                .toList();
    }

    private Optional<IngressReference> ingress() {
        String namespace = text(INGRESS.get(0));
        String name = text(INGRESS.get(1));
        String portName = text(INGRESS.get(2));
        return namespace.isEmpty() || name.isEmpty() || portName.isEmpty()
                ? Optional.empty()
                : Optional.of(new IngressReference(new ServiceName(namespace, name), portName));
    }
}
