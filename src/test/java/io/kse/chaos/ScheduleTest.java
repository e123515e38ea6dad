package io.kse.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static Schedule schedule(long seed) {
        return Schedule.of(new SplittableRandom(seed), Duration.ofSeconds(5));
    }

    @Test
    void theSameSeedGivesTheSame() {
        assertThat(schedule(7)).isEqualTo(schedule(7));
        assertThat(schedule(7)).isNotEqualTo(schedule(8));
    }

    @Test
    void changesGoOnDuringTheFaultAndAfterIt() {
        Schedule schedule = schedule(7);
        Duration end = schedule.faultAt().plusSeconds(5);

        assertThat(schedule.changes()).anyMatch(change -> change.at().compareTo(end) > 0);
        assertThat(schedule.changes())
                .filteredOn(change -> change.at().compareTo(schedule.faultAt()) > 0)
                .filteredOn(change -> change.at().compareTo(end) < 0)
                .hasSizeGreaterThan(10);
    }

    /** One Node is always ready, so that an empty list is always wrong. */
    @Test
    void oneNodeIsLeftAlone() {
        assertThat(schedule(7).changes())
                .noneMatch(
                        change ->
                                change instanceof Schedule.NodeChange node
                                        && node.state().name().equals("node-0"));
    }
}
