package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.leadership.Fence.SessionFence;
import io.kse.leadership.LeadershipState;
import io.kse.page.Facts.Connection;
import java.time.Duration;
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

    /** Which its watches do not hear. */
    @Test
    void saysThatTheApiServerHangs() {
        Connection calm = PageFlow.apiServer("https://api", Duration.ZERO, true, true);
        assertThat(calm.isWell()).isTrue();
        assertThat(calm.state()).isEqualTo("watched");

        Connection hanging = PageFlow.apiServer("https://api", Duration.ofSeconds(28), true, true);
        assertThat(hanging.isWell()).isFalse();
        assertThat(hanging.state()).isEqualTo("requests have failed for 28.0 s");

        assertThat(PageFlow.apiServer("https://api", Duration.ZERO, true, false).isWell())
                .isFalse();
        assertThat(PageFlow.apiServer("https://api", Duration.ZERO, false, true).isWell())
                .isFalse();
    }

    @Test
    void saysHowManyRegistrationsAreHeld() {
        assertThat(PageFlow.registered(1234, 0)).isEqualTo("1,234 Services registered");
        assertThat(PageFlow.registered(1234, 1000))
                .isEqualTo("1,234 Services registered, 1,000 of them held by the brake");
    }
}
