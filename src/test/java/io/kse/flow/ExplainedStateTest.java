package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.leadership.LeadershipState;
import org.junit.jupiter.api.Test;

class ExplainedStateTest {
    private static final LeadershipState CAMPAIGNING = new LeadershipState.Campaigning();

    @Test
    void doesNotGuessWhoLeadsBeforeTheLockIsRead() {
        assertThat(ExplainedState.role(CAMPAIGNING, true))
                .startsWith("no replica is known to lead");
        assertThat(ExplainedState.role(CAMPAIGNING, false))
                .startsWith("it is not known yet who leads");
    }
}
