package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.leadership.Fence.SessionFence;
import io.kse.leadership.LeadershipState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PageFlowTest {
    private static final LeadershipState LEADING =
            new LeadershipState.Leading(
                    new SessionFence(new KvKey("lock"), "session"), Instant.EPOCH);
    private static final LeadershipState STANDBY = new LeadershipState.Standby("other");
    private static final LeadershipState CAMPAIGNING = new LeadershipState.Campaigning();

    @Test
    void knowsWhatIsHeldUntilAnotherOneLeads() {
        boolean led = PageFlow.knowsHeld(LEADING, false);
        assertThat(led).isTrue();
        assertThat(PageFlow.knowsHeld(CAMPAIGNING, led)).isTrue();

        boolean stoodBy = PageFlow.knowsHeld(STANDBY, led);
        assertThat(stoodBy).isFalse();
        assertThat(PageFlow.knowsHeld(CAMPAIGNING, stoodBy)).isFalse();
    }

    @Test
    void saysOfALeaderOnlyThatItHasNotListedServices() {
        assertThat(PageFlow.unlisted(LEADING, false, true)).contains("nothing is written yet");
        assertThat(PageFlow.unlisted(LEADING, true, true)).isEmpty();
        assertThat(PageFlow.unlisted(STANDBY, false, true)).isEmpty();
        assertThat(PageFlow.unlisted(STANDBY, false, false)).contains("Not all");
    }

    @Test
    void saysHowManyRegistrationsAreHeld() {
        assertThat(PageFlow.registered(1234, 0)).isEqualTo("1,234 Services registered");
        assertThat(PageFlow.registered(1234, 1000))
                .isEqualTo("1,234 Services registered, 1,000 of them held by the brake");
    }
}
