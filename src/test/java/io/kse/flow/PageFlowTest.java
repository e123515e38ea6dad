package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.leadership.Fence.SessionFence;
import io.kse.leadership.LeadershipState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PageFlowTest {
    @Test
    void saysOfALeaderOnlyThatItHasNotListedServices() {
        LeadershipState leading =
                new LeadershipState.Leading(
                        new SessionFence(new KvKey("lock"), "session"), Instant.EPOCH);
        LeadershipState standby = new LeadershipState.Standby("other");

        assertThat(PageFlow.unlisted(leading, false, true)).contains("nothing is written yet");
        assertThat(PageFlow.unlisted(leading, true, true)).isEmpty();
        assertThat(PageFlow.unlisted(standby, false, true)).isEmpty();
        assertThat(PageFlow.unlisted(standby, false, false)).contains("Not all");
    }

    @Test
    void saysHowManyRegistrationsAreHeld() {
        assertThat(PageFlow.registered(1234, 0)).isEqualTo("1,234 Services registered");
        assertThat(PageFlow.registered(1234, 1000))
                .isEqualTo("1,234 Services registered, 1,000 of them held by the brake");
    }
}
