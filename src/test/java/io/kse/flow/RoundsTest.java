package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.consul.ChangeTooLarge;
import io.kse.consul.ConsulDenied;
import io.kse.consul.ConsulUnavailable;
import io.kse.consul.FencedOff;
import io.kse.consul.StaleSnapshot;
import io.kse.document.KvKey;
import io.kse.flow.Rounds.Round;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Touch.Everything;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Transaction;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final KvKey KEY = new KvKey("kse/services/a/clusters/prod");
    private static final Touched CART =
            new Touched(new ServiceName("shop", "cart"), Set.of(KEY), "a test");
    private static final Transaction PUT = transaction(new Put(KEY, "{}", 0, "new"));
    private static final Transaction DELETE = transaction(new Delete(KEY, 7, "orphan"));
    private static final ConsulDenied DENIED = new ConsulDenied("denied", null);

    private final Rounds rounds = new Rounds();
    private final Round comparison = rounds.begin(new Everything(true));

    @Test
    void goesOnWithTheOthersInAComparison() {
        assertThat(rounds.goesOn(comparison, new StaleSnapshot("moved", List.of(KEY), null)))
                .isTrue();
        assertThat(rounds.goesOn(comparison, new ChangeTooLarge("too large", null))).isTrue();
    }

    @Test
    void triesAnEventAgainAsAWhole() {
        Round event = rounds.begin(CART);

        assertThat(rounds.goesOn(event, new ChangeTooLarge("too large", null))).isFalse();
    }

    @Test
    void endsWhenItIsFencedOff() {
        assertThat(rounds.goesOn(comparison, new FencedOff("another leads", null))).isFalse();
    }

    @Test
    void endsWhenNothingComesBack() {
        assertThat(rounds.goesOn(comparison, new ConsulUnavailable("consul", "reset", null)))
                .isFalse();
    }

    @Test
    void leavesTheServicesOfARefusedTransaction() {
        rounds.leave(comparison, PUT, new StaleSnapshot("moved", List.of(KEY), null));

        assertThat(comparison.left()).containsExactly(CART);
        assertThat(rounds.mayGo(comparison, DELETE)).isTrue();
    }

    @Test
    void deletesNothingOnceARightIsMissing() {
        rounds.leave(comparison, PUT, DENIED);

        assertThat(rounds.mayGo(comparison, DELETE)).isFalse();
        assertThat(rounds.mayGo(comparison, PUT)).isTrue();
    }

    @Test
    void endsWhenARightIsMissingAgainAndAgain() {
        for (int i = 0; i < 3; i++) {
            assertThat(rounds.goesOn(comparison, DENIED)).isTrue();
            rounds.leave(comparison, PUT, DENIED);
        }

        assertThat(rounds.goesOn(comparison, DENIED)).isFalse();
    }

    private static Transaction transaction(KvChange change) {
        return new Transaction(List.of(change), List.of(CART));
    }
}
