package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.leadership.LeadershipState;
import org.junit.jupiter.api.Test;

class ExplainedStateTest {
    private static final LeadershipState CAMPAIGNING = new LeadershipState.Campaigning();

    @Test
    void doesNotGuessWhoLeadsBeforeTheLockIsRead() {
        assertThat(ExplainedState.role(CAMPAIGNING, true, false))
                .startsWith("no replica is known to lead");
        assertThat(ExplainedState.role(CAMPAIGNING, false, false))
                .startsWith("it is not known yet who leads");
    }

    @Test
    void doesNotSayThatAnotherLeadsWhileConsulIsSilent() {
        LeadershipState standby = new LeadershipState.Standby("vm");

        assertThat(ExplainedState.role(standby, true, false)).endsWith("vm leads, and writes");
        assertThat(ExplainedState.role(standby, true, true))
                .endsWith("vm led when Consul answered last");
    }
}
