package io.kse.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A row of docs/rbac.md: what becomes of each part of the program without one right.
 *
 * @param right such as {@code get services}
 * @param log what is said, of namespaces {@code shop} and {@code edge}
 */
public record MissingRight(
        Scope scope,
        String right,
        Outcome documents,
        Outcome nodes,
        Outcome events,
        Outcome ingress,
        String log) {
    private static final Path PAGE = Path.of("docs/rbac.md");

    /** All rows of the page. */
    public static List<MissingRight> all() {
        return Arrays.stream(Scope.values()).flatMap(scope -> of(scope).stream()).toList();
    }

    static List<MissingRight> of(Scope scope) {
        return lines().stream()
                .dropWhile(line -> !line.startsWith(scope.chapter()))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> row(scope, line.split(" \\| |^\\| | \\|$")))
                .toList();
    }

    private static MissingRight row(Scope scope, String... cells) {
        return new MissingRight(
                scope,
                bare(cells[1]),
                Outcome.of(cells[2]),
                Outcome.of(cells[3]),
                Outcome.of(cells[4]),
                Outcome.of(cells[5]),
                bare(cells[6]));
    }

    private static String bare(String code) {
        return code.substring(1, code.length() - 1);
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return scope + " without " + right;
    }
}
