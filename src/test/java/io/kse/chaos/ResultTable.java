package io.kse.chaos;

import io.kse.chaos.Finding.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results for people, in Markdown: one line for each fault, and one for all. */
final class ResultTable {
    private static final String HEAD =
            """
            | fault | trials | changes | lost changes | wrong deletes | stale writes | two leaders \
            | foreign changes | held and released | converged in s, p50 | max |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """;

    private ResultTable() {}

    static String of(Results results) {
        String lines =
                Stream.of(ChaosFault.values())
                        .filter(fault -> !results.of(fault).isEmpty())
                        .map(fault -> line(fault.text(), results.of(fault)))
                        .collect(Collectors.joining());
        List<Outcome> all =
                Stream.of(ChaosFault.values())
                        .flatMap(fault -> results.of(fault).stream())
                        .toList();
        return HEAD + lines + (all.isEmpty() ? "" : line("**all**", all));
    }

    private static String line(String name, List<Outcome> outcomes) {
        String findings =
                Arrays.stream(Kind.values())
                        .map(kind -> outcomes.stream().mapToLong(one -> one.count(kind)).sum())
                        .map(String::valueOf)
                        .collect(Collectors.joining(" | "));
        double[] seconds = outcomes.stream().mapToDouble(Outcome::seconds).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %s | %d | %.2f | %.2f |%n",
                name,
                outcomes.size(),
                outcomes.stream().mapToInt(Outcome::changes).sum(),
                findings,
                outcomes.stream().mapToInt(Outcome::releases).sum(),
                seconds[(seconds.length - 1) / 2],
                seconds[seconds.length - 1]);
    }
}
