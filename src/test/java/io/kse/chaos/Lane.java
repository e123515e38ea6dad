package io.kse.chaos;

import io.kse.testbed.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes one trial after the other in a landscape of its own. After one that found something, or did
 * not work, it goes on in a new landscape, and the logs of the old one are kept.
 */
final class Lane implements Callable<Boolean> {
    private final Queue<Job> jobs;
    private final Results results;
    private final Path kept;
    private Landscape landscape;
    private Path folder;

    /**
     * @param jobs shared by all lanes
     * @param kept a folder for what is kept
     */
    Lane(Queue<Job> jobs, Results results, Path kept) {
        this.jobs = jobs;
        this.results = results;
        this.kept = kept;
    }

    /** True if every trial worked and found nothing. */
    @Override
    public Boolean call() throws IOException {
        boolean good = true;
        for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
            good &= make(job);
        }
        end();
        return good;
    }

    private boolean make(Job job) throws IOException {
        try {
            prepare(job);
            Outcome outcome =
                    new Trial(
                                    landscape,
                                    job.fault(),
                                    job.fault().lasts(job.shortened()),
                                    job.ownSeed())
                            .run();
            results.add(job, outcome);
            say(job, outcome);
            if (!outcome.findings().isEmpty()) {
                keep(job, outcome.findings().stream().map(Finding::toString).toList());
            }
            return outcome.findings().isEmpty();
        } catch (Exception | AssertionError e) {
            System.out.println("%-22s did not work: %s".formatted(job, e));
            keep(job, Stream.of(e.getStackTrace()).map(Object::toString).toList());
            return false;
        }
    }

    private void prepare(Job job) throws IOException {
        Landscape.Kind kind = job.fault().landscape();
        if (landscape != null && landscape.kind != kind) {
            end();
        }
        if (landscape == null) {
            folder = RunFolder.current().fresh("chaos");
            landscape = new Landscape(folder, kind);
        }
    }

    private static void say(Job job, Outcome outcome) {
        System.out.println(
                String.format(
                        Locale.ROOT,
                        "%-22s %3d changes, %3d transactions, converged in %.2f s%s",
                        job,
                        outcome.changes(),
                        outcome.writes(),
                        outcome.seconds(),
                        outcome.findings().stream()
                                .map(finding -> "\n    " + finding)
                                .collect(Collectors.joining())));
    }

    private void keep(Job job, List<String> lines) throws IOException {
        Path place = kept.resolve("%s-%d".formatted(job.fault().id(), job.number()));
        Files.createDirectories(place);
        Files.write(place.resolve("findings.txt"), lines);
        try (Stream<Path> logs = Files.walk(folder)) {
            for (Path log : logs.filter(file -> file.toString().endsWith(".log")).toList()) {
                Files.write(place.resolve(log.getFileName()), Files.readAllBytes(log));
            }
        }
        end();
    }

    private void end() throws IOException {
        if (landscape != null) {
            landscape.close();
            RunFolder.remove(folder);
            landscape = null;
        }
    }
}
