package io.kse.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The counts of all steps, for people: in a file, and in the log. */
final class Table {
    private static final Path FOLDER = Path.of("target", "e2e");
    private static final String LINE = "%-42s %8s %6s %8s %8s %11s %10s%n";

    private final String story;
    private final List<Cluster> clusters;
    private final List<Step> steps = new ArrayList<>();

    /**
     * @param story what the steps are about
     * @param clusters two
     */
    Table(String story, List<Cluster> clusters) {
        this.story = story;
        this.clusters = clusters;
    }

    void add(Step step) {
        steps.add(step);
    }

    List<String> failures() {
        return steps.stream().flatMap(step -> step.failures().stream()).toList();
    }

    void write() throws IOException {
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(story + ".txt"), text());
        System.out.print(text());
    }

    private String text() {
        StringBuilder text = new StringBuilder(head());
        steps.forEach(step -> text.append(line(step)));
        text.append(
                line(
                        "all",
                        steps.stream().flatMap(s -> s.outcomes().stream()).toList(),
                        failures().size(),
                        "",
                        ""));
        failures().stream().limit(20).forEach(failure -> text.append(failure).append('\n'));
        return text.toString();
    }

    private String head() {
        return LINE.formatted(
                story,
                "requests",
                "failed",
                clusters.get(0).id(),
                clusters.get(1).id(),
                "followed in",
                "impossible");
    }

    private String line(Step step) {
        String followed = step.followed() == 0 ? "" : seconds(step.followed());
        int impossible = step.unavoidable().size();
        return line(
                step.name(),
                step.outcomes(),
                step.failures().size(),
                followed,
                impossible == 0 ? "" : impossible + " in " + seconds(step.unavoidableFor()));
    }

    private String line(
            String name, List<Outcome> outcomes, int failed, String followed, String impossible) {
        return LINE.formatted(
                name,
                outcomes.size(),
                failed,
                answeredBy(0, outcomes),
                answeredBy(1, outcomes),
                followed,
                impossible);
    }

    private long answeredBy(int cluster, List<Outcome> outcomes) {
        return outcomes.stream().filter(outcome -> outcome.isFrom(clusters.get(cluster))).count();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
