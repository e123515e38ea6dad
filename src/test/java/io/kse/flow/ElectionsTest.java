package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.leadership.Fence.SessionFence;
import io.kse.leadership.LeadershipState;
import io.kse.leadership.LeadershipState.Campaigning;
import io.kse.leadership.LeadershipState.Leading;
import io.kse.leadership.LeadershipState.Standby;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElectionsTest {
    private static final LeadershipState CAMPAIGNING = new Campaigning();

    private final List<Trigger> rung = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final Elections elections = new Elections(rung::add, () -> left.add("left"));

    @Test
    void comparesAtOnceForANewLeader() {
        elections.accept(CAMPAIGNING, leading("one"));

        assertThat(rung).containsExactly(Trigger.WON);
    }

    @Test
    void comparesInTurnForALeaderWhoseSessionLasted() {
        elections.accept(CAMPAIGNING, leading("one"));
        elections.accept(leading("one"), CAMPAIGNING);
        elections.accept(CAMPAIGNING, leading("one"));

        assertThat(rung).containsExactly(Trigger.WON, Trigger.CONSUL_BACK);
    }

    @Test
    void comparesAtOnceForALeaderWithANewSession() {
        elections.accept(CAMPAIGNING, leading("one"));
        elections.accept(CAMPAIGNING, leading("two"));

        assertThat(rung).containsExactly(Trigger.WON, Trigger.WON);
    }

    @Test
    void leavesChangesToAnotherLeader() {
        elections.accept(CAMPAIGNING, new Standby("other"));

        assertThat(rung).isEmpty();
        assertThat(left).hasSize(1);
    }

    private static Leading leading(String session) {
        return new Leading(new SessionFence(new KvKey("kse/leader"), session), Instant.EPOCH);
    }
}
