package io.kse.e2e;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** One step after the other, and the traffic that goes on meanwhile. */
final class Steps implements AutoCloseable {
    private final Landscape landscape;
    private final Table table;
    private final Traffic traffic;
    private Step step;

    /**
     * @param story what the steps are about
     * @param first what the first step is about
     */
    Steps(String story, Landscape landscape, String first) {
        this.table = new Table(story, List.of(landscape.east, landscape.west));
        this.landscape = landscape;
        this.step = new Step(first, landscape::isReset);
        table.add(step);
        this.traffic = new Traffic(landscape.targets(), step);
        traffic.start();
    }

    Step now() {
        return step;
    }

    /** In which nothing may fail. */
    Step begin(String name) {
        return begin(name, target -> false);
    }

    /**
     * @param mayFail what nothing could answer all the time
     */
    Step begin(String name, Predicate<Target> mayFail) {
        Step last = step;
        step =
                new Step(
                        name,
                        outcome -> mayFail.test(outcome.target()) || landscape.isReset(outcome));
        table.add(step);
        traffic.count(step);
        last.awaitEnd();
        return step;
    }

    /** Those that failed and need not have; to be asked after the end. */
    List<String> failures() {
        return table.failures();
    }

    /** Ends the traffic and writes the counts, whatever became of the last step. */
    @Override
    public void close() throws IOException {
        traffic.close();
        table.write();
    }
}
