package io.kse.service;

/**
 * An annotation that cannot be read as what it is for.
 *
 * @param annotation its full name
 * @param value as the user wrote it
 * @param accepted what could stand there instead
 */
public record AnnotationProblem(String annotation, String value, String accepted) {
    @Override
    public String toString() {
        return "annotation %s: value %s: accepted is %s"
                .formatted(annotation, Quoted.of(value), accepted);
    }
}
