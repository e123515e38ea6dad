package io.kse.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What became of the requests that began between two changes of the landscape. */
final class Step {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ENOUGH = 30;

    private final String name;
    private final Predicate<Outcome> mayFail;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private final long begun = System.nanoTime();
    private double followed;

    /**
     * @param mayFail what nothing could answer all the time, such as a Service of a cluster that is
     *     down
     */
    Step(String name, Predicate<Outcome> mayFail) {
        this.name = name;
        this.mayFail = mayFail;
    }

    void begin() {
        underWay.incrementAndGet();
    }

    void end(Outcome outcome) {
        outcomes.add(outcome);
        underWay.decrementAndGet();
    }

    String name() {
        return name;
    }

    List<Outcome> outcomes() {
        return outcomes.stream().sorted(Comparator.comparingLong(Outcome::begun)).toList();
    }

    /** Until somebody has answered so. */
    void awaitSome(String what, Target target, Predicate<Outcome> answered) {
        Predicate<Outcome> wanted = answered.and(outcome -> outcome.target().equals(target));
        await(name + ": " + what).atMost(PATIENCE).until(() -> outcomes.stream().anyMatch(wanted));
        followed(outcomes().stream().filter(wanted).findFirst().orElseThrow());
    }

    /** Until nobody has answered otherwise for a while; a failure is otherwise as well. */
    void awaitOnly(String what, Target target, Predicate<Outcome> answered) {
        await(name + ": " + what)
                .atMost(PATIENCE)
                .until(
                        () ->
                                latest(target).size() == ENOUGH
                                        && latest(target).stream().allMatch(answered));
        outcomes().stream()
                .filter(outcome -> outcome.target().equals(target))
                .filter(answered.negate())
                .reduce((first, second) -> second)
                .ifPresent(this::followed);
    }

    private List<Outcome> latest(Target target) {
        List<Outcome> all =
                outcomes().stream().filter(outcome -> outcome.target().equals(target)).toList();
        return all.subList(Math.max(0, all.size() - ENOUGH), all.size());
    }

    /** Until each target was asked often enough for a failure to show. */
    void awaitEnough(List<Target> targets) {
        targets.forEach(
                target ->
                        await(name + ": " + target)
                                .atMost(PATIENCE)
                                .until(() -> latest(target).size() == ENOUGH));
    }

    private void followed(Outcome outcome) {
        followed = Math.max(followed, seconds(outcome));
    }

    private double seconds(Outcome outcome) {
        return (outcome.begun() - begun) / 1e9;
    }

    /** After the next step has begun: until the last request of this one is through. */
    void awaitEnd() {
        await(name).atMost(PATIENCE).until(() -> underWay.get() == 0);
    }

    /** In seconds: how long the traffic took to be as the change wants it; 0 if nothing changed. */
    double followed() {
        return followed;
    }

    /** Those that failed and need not have. */
    List<String> failures() {
        return outcomes().stream()
                .filter(outcome -> outcome.failed() && !mayFail.test(outcome))
                .map(
                        outcome ->
                                "%s, %.3f s: %s: %s"
                                        .formatted(
                                                name,
                                                seconds(outcome),
                                                outcome.target().host(),
                                                outcome.failure()))
                .toList();
    }

    /** Those that could not be answered. */
    List<Outcome> unavoidable() {
        return outcomes().stream()
                .filter(outcome -> outcome.failed() && mayFail.test(outcome))
                .toList();
    }

    /** In seconds: from the first to the last of those that could not be answered. */
    double unavoidableFor() {
        List<Outcome> failed = unavoidable();
        return failed.isEmpty()
                ? 0
                : seconds(failed.get(failed.size() - 1)) - seconds(failed.get(0));
    }
}
