package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.ITERABLE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a clock that stands still until a test moves it. */
class BellTest {
    private final Timeline timeline = new Timeline();
    private final List<Set<Trigger>> compared = new ArrayList<>();
    private Consumer<Set<Trigger>> during = triggers -> {};
    private final Bell bell = new Bell(timeline, timeline::nanoTime, this::compare);

    @AfterEach
    void end() {
        timeline.shutdownNow();
    }

    private void compare(Set<Trigger> triggers) {
        compared.add(Set.copyOf(triggers));
        during.accept(triggers);
    }

    @Test
    void comparesAtOnceWhenRungForTheFirstTime() {
        bell.ring(Trigger.WATCH_GAP);

        timeline.pass(Duration.ZERO);

        assertThat(compared).containsExactly(Set.of(Trigger.WATCH_GAP));
    }

    @Test
    void comparesOnceForManyRings() {
        bell.ring(Trigger.WATCH_GAP);
        bell.ring(Trigger.CONSUL_BACK);
        bell.ring(Trigger.WATCH_GAP);

        timeline.pass(Duration.ofMinutes(5));

        assertThat(compared).containsExactly(Set.of(Trigger.WATCH_GAP, Trigger.CONSUL_BACK));
    }

    @Test
    void leavesTenSecondsBetweenTheBeginningsOfTwo() {
        bell.ring(Trigger.CONSUL_BACK);
        timeline.pass(Duration.ZERO);

        bell.ring(Trigger.CONSUL_BACK);
        timeline.pass(Duration.ofMillis(9_999));
        assertThat(compared).hasSize(1);

        timeline.pass(Duration.ofMillis(1));
        assertThat(compared).hasSize(2);
    }

    @Test
    void comparesAtMostEveryTenSecondsHoweverOftenItIsRung() {
        for (int i = 0; i < 600; i++) {
            bell.ring(Trigger.CONSUL_BACK);
            timeline.pass(Duration.ofMillis(100));
        }

        assertThat(compared).hasSizeBetween(6, 7);
    }

    @Test
    void doesNotLetANewLeaderWait() {
        bell.ring(Trigger.CONSUL_BACK);
        timeline.pass(Duration.ZERO);

        bell.ring(Trigger.CONFLICT);
        bell.ring(Trigger.WON);
        timeline.pass(Duration.ZERO);

        assertThat(compared).last().isEqualTo(Set.of(Trigger.CONFLICT, Trigger.WON));
        timeline.pass(Duration.ofMinutes(1));
        assertThat(compared).hasSize(2);
    }

    @Test
    void comparesAgainForWhatRingsDuringAComparison() {
        during =
                triggers -> {
                    if (compared.size() == 1) {
                        bell.ring(Trigger.WATCH_GAP);
                    }
                };
        bell.ring(Trigger.TIMER);
        timeline.pass(Duration.ofSeconds(10));

        assertThat(compared).containsExactly(Set.of(Trigger.TIMER), Set.of(Trigger.WATCH_GAP));
    }

    @Test
    void beginsAFailedComparisonAnewAfterAPauseThatDoubles() {
        during = bell::again;
        bell.ring(Trigger.WON);
        timeline.pass(Duration.ofMillis(2_999));
        assertThat(compared).hasSize(1);
        timeline.pass(Duration.ofMillis(1));
        assertThat(compared).hasSize(2).last().asInstanceOf(ITERABLE).contains(Trigger.WON);
        timeline.pass(Duration.ofMillis(3_999));
        assertThat(compared).hasSize(2);
        timeline.pass(Duration.ofMillis(1));
        assertThat(compared).hasSize(3);
        timeline.pass(Duration.ofMinutes(20));
        assertThat(compared).hasSizeBetween(22, 26);
    }

    @Test
    void beginsAFailedComparisonAnewWhenRung() {
        during =
                triggers -> {
                    if (compared.size() < 5) {
                        bell.again(triggers);
                    }
                };
        bell.ring(Trigger.WON);
        timeline.pass(Duration.ofSeconds(15));
        assertThat(compared).hasSize(4);

        bell.ring(Trigger.CONSUL_BACK);
        timeline.pass(Duration.ofSeconds(3));

        assertThat(compared)
                .last()
                .asInstanceOf(ITERABLE)
                .contains(Trigger.WON, Trigger.FAILED, Trigger.CONSUL_BACK);
    }

    @Test
    void leavesThreeSecondsAfterAFailureHoweverOftenItIsRung() {
        during = bell::again;
        for (int i = 0; i < 300; i++) {
            bell.ring(Trigger.CONSUL_BACK);
            timeline.pass(Duration.ofMillis(100));
        }

        assertThat(compared).hasSizeBetween(9, 12);
    }

    @Test
    void beginsAnewAfterAnError() {
        during =
                triggers -> {
                    if (compared.size() == 1) {
                        throw new AssertionError("a mistake");
                    }
                };
        bell.ring(Trigger.WON);
        timeline.pass(Duration.ofSeconds(5));

        assertThat(compared).hasSize(2).last().asInstanceOf(ITERABLE).contains(Trigger.WON);
    }

    @Test
    void comparesLaterForWhatIsLeft() {
        bell.later();
        timeline.pass(Duration.ofMillis(1_999));
        assertThat(compared).isEmpty();

        timeline.pass(Duration.ofMillis(1));
        assertThat(compared).containsExactly(Set.of(Trigger.LEFT_OVER));
    }

    /** A busy cluster leaves something to each comparison; that must not hold up a retry. */
    @Test
    void aFailureWaitsNoLongerForWhatIsLeftAsWell() {
        during =
                triggers -> {
                    bell.later();
                    if (compared.size() == 8) {
                        bell.again(triggers);
                    }
                };
        bell.ring(Trigger.WON);
        timeline.pass(Duration.ofSeconds(10 + 10 + 10 + 16 + 32 + 60 + 60));
        assertThat(compared).hasSize(8);

        timeline.pass(Duration.ofSeconds(3));

        assertThat(compared).hasSize(9);
    }

    @Test
    void comparesOnceForAllThatIsLeft() {
        for (int i = 0; i < 100; i++) {
            bell.later();
        }
        timeline.pass(Duration.ofMinutes(5));

        assertThat(compared).hasSize(1);
        bell.later();
        timeline.pass(Duration.ofSeconds(4));
        assertThat(compared).hasSize(2);
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        during =
                triggers -> {
                    if (compared.size() != 4) {
                        bell.again(triggers);
                    }
                };
        bell.ring(Trigger.WON);
        timeline.pass(Duration.ofSeconds(3 + 4 + 8));
        assertThat(compared).hasSize(4);

        bell.ring(Trigger.TIMER);
        timeline.pass(Duration.ofSeconds(10));
        assertThat(compared).hasSize(5);
        timeline.pass(Duration.ofSeconds(3));
        assertThat(compared).hasSize(6);
    }

    @Test
    void comparesNothingAfterItWasStopped() {
        bell.ring(Trigger.WON);
        bell.stop();
        bell.ring(Trigger.TIMER);

        timeline.pass(Duration.ofMinutes(1));

        assertThat(compared).isEmpty();
    }

    /** One task at a time, on the thread that lets the time pass. */
    private static final class Timeline extends ScheduledThreadPoolExecutor {
        private final List<Task> tasks = new ArrayList<>();
        private long now = 7;

        Timeline() {
            super(0);
        }

        long nanoTime() {
            return now;
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            Task task = new Task(command, now + Math.max(0, unit.toNanos(delay)));
            tasks.add(task);
            return task;
        }

        void pass(Duration time) {
            long until = now + time.toNanos();
            for (Task next = next(until); next != null; next = next(until)) {
                tasks.remove(next);
                now = Math.max(now, next.at);
                next.run();
            }
            now = until;
        }

        private Task next(long until) {
            tasks.removeIf(Task::isCancelled);
            return tasks.stream()
                    .filter(task -> task.at <= until)
                    .min(Comparator.comparingLong(task -> task.at))
                    .orElse(null);
        }
    }

    private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long at;

        Task(Runnable command, long at) {
            super(command, null);
            this.at = at;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }
    }
}
