package io.kse.leadership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.document.KvKey;
import io.kse.service.ClusterId;
import io.kse.testbed.LogLines;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Fence FENCE = new Fence.SessionFence(new KvKey("kse/leader"), "session-1");

    private final LeadershipListeners listeners = new LeadershipListeners();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private long now;
    private final Standing standing =
            new Standing(
                    new ClusterId("prod"), Clock.fixed(NOON, ZoneOffset.UTC), () -> now, listeners);

    private void leads() {
        standing.renewed(new Lease(now, Timing.standard()));
        standing.lead(FENCE);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void givesItsFenceWhileTheLeaseLasts() {
        leads();
        pass(Duration.ofMillis(7_500));

        assertThat(standing.fence()).isEqualTo(FENCE);
        assertThat(standing.state()).isEqualTo(new LeadershipState.Leading(FENCE, NOON));
    }

    @Test
    void aReplicaThatWasStoppedForHalfAMinuteGivesNoFenceWhenItWakes() {
        leads();
        pass(Duration.ofSeconds(30));

        assertThatThrownBy(standing::fence).isInstanceOf(NotLeading.class);
        assertThat(standing.state()).isInstanceOf(LeadershipState.Campaigning.class);
    }

    /** Consul's outage has a line of its own, but that is not about who leads. */
    @Test
    void saysOnceThatItDoesNotLeadAnyMoreAlsoWhileConsulIsAway() {
        leads();
        standing.failed();
        try (LogLines lines = new LogLines(Standing.class)) {
            pass(Duration.ofSeconds(30));

            standing.checkLease();
            standing.checkLease();

            assertThat(lines.lines())
                    .containsExactly(
                            "INFO Does not lead cluster prod any more: its session could not be"
                                    + " renewed in time");
        }
    }

    @Test
    void doesNotBeginToLeadOnALeaseThatIsOver() {
        standing.renewed(new Lease(now, Timing.standard()));
        pass(Duration.ofSeconds(8));

        standing.lead(FENCE);

        assertThatThrownBy(standing::fence).isInstanceOf(NotLeading.class);
    }

    @Test
    void isSilentWhileRenewalsFailOrAreOverdueOrItDoesNotLead() {
        assertThat(standing.isSilent()).isTrue();
        leads();
        assertThat(standing.isSilent()).isFalse();
        standing.failed();
        assertThat(standing.isSilent()).isTrue();
        standing.renewed(new Lease(now, Timing.standard()));
        assertThat(standing.isSilent()).isFalse();
        pass(Duration.ofSeconds(5));
        assertThat(standing.isSilent()).isTrue();
    }

    @Test
    void aRefusedFenceOfEarlierEndsNothing() {
        leads();

        standing.fencedOff(new Fence.SessionFence(new KvKey("kse/leader"), "session-0"));
        assertThat(standing.fence()).isEqualTo(FENCE);

        standing.fencedOff(FENCE);
        assertThatThrownBy(standing::fence).isInstanceOf(NotLeading.class);
    }

    @Test
    void aRefusedFenceHasTheSessionRenewedAtOnce() {
        leads();
        assertThat(standing.takeRenewalDue()).isFalse();

        standing.fencedOff(FENCE);

        assertThat(standing.takeRenewalDue()).isTrue();
        assertThat(standing.takeRenewalDue()).isFalse();
    }

    @Test
    void doesNotLeadAgainOnceItEnded() {
        leads();

        standing.end();
        leads();
        standing.campaign();

        assertThat(standing.state()).isInstanceOf(LeadershipState.Standby.class);
    }

    @Test
    void tellsListenersEveryChangeOnceAndInOrder() throws InterruptedException {
        listeners.onChange((before, next) -> heard.add(name(before) + ">" + name(next)));
        listeners.onChange(
                (before, next) -> {
                    throw new IllegalStateException("a listener that fails");
                });

        standing.standBy("pod-2");
        standing.standBy("pod-2");
        standing.campaign();
        standing.campaign();
        leads();
        standing.standBy("pod-3");
        standing.standBy("pod-4");
        listeners.close(Duration.ofSeconds(5));

        assertThat(heard)
                .containsExactly(
                        "Campaigning>Standby",
                        "Standby>Campaigning",
                        "Campaigning>Leading",
                        "Leading>Campaigning",
                        "Campaigning>Standby",
                        "Standby>Standby");
    }

    @Test
    void saysWhoLeadsToThoseWhoAskForAFence() {
        assertThatThrownBy(standing::fence)
                .hasMessage("this replica does not lead cluster prod now: nobody is known to");

        standing.standBy("pod-2");

        assertThatThrownBy(standing::fence)
                .hasMessage("this replica does not lead cluster prod now: pod-2 leads");
    }

    @Test
    void saysByWhatItLeadsAndThatItStops() {
        try (LogLines lines = new LogLines(Standing.class)) {
            leads();
            standing.stepDown("a test");
            standing.lead(new Fence.IndexFence(new KvKey("kse/fence"), 7));
            standing.end();

            assertThat(lines.lines())
                    .containsExactly(
                            "INFO Leads cluster prod: lock kse/leader, session session",
                            "INFO Does not lead cluster prod any more: a test",
                            "INFO Leads cluster prod: fence kse/fence",
                            "INFO Does not lead cluster prod any more: it stops");
        }
    }

    @Test
    void tellsListenersThatDataWentBack() throws InterruptedException {
        listeners.onDataWentBack(() -> heard.add("went back"));

        standing.dataWentBack();
        listeners.close(Duration.ofSeconds(5));

        assertThat(heard).containsExactly("went back");
    }

    @Test
    void isFailingFromAFailureToTheNextRenewal() {
        assertThat(standing.isFailing()).isFalse();
        standing.failed();
        assertThat(standing.isFailing()).isTrue();
        standing.renewed(new Lease(now, Timing.standard()));
        assertThat(standing.isFailing()).isFalse();
    }

    private static String name(LeadershipState state) {
        return state.getClass().getSimpleName();
    }
}
