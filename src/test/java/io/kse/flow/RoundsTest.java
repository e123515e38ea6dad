package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.kse.plan.Touch.Several;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Touch.TouchedNodes;
import io.kse.plan.Transaction;
import io.kse.service.ServiceName;
import io.kse.testbed.LogLines;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final KvKey KEY = new KvKey("kse/services/a/clusters/prod");
    private static final KvKey OTHER = new KvKey("kse/services/b/clusters/prod");
    private static final Touched CART =
            new Touched(new ServiceName("shop", "cart"), Set.of(KEY), "a test");
    private static final Touched ALBUM =
            new Touched(new ServiceName("shop", "album"), Set.of(OTHER), "a test");
    private static final Transaction PUT = transaction(new Put(KEY, "{}", 0, "new"), CART);
    private static final Transaction OTHER_PUT = transaction(new Put(OTHER, "{}", 0, "new"), ALBUM);
    private static final Transaction DELETE = transaction(new Delete(KEY, 7, "orphan"), CART);
    private static final Transaction OTHER_DELETE =
            transaction(new Delete(OTHER, 7, "orphan"), ALBUM);
    private static final StaleSnapshot MOVED = new StaleSnapshot("moved", List.of(KEY), null);
    private static final ConsulDenied DENIED =
            new ConsulDenied("key:write is denied", List.of(KEY), null);

    private static final ConsulDenied ALL_DENIED = new ConsulDenied("access is denied", null);

    private static final KvKey NODES = new KvKey("kse/nodes/prod");
    private static final Transaction NODES_PUT =
            new Transaction(List.of(new Put(NODES, "[]", 0, "new")), List.of(new TouchedNodes()));
    private static final ConsulDenied NODES_DENIED =
            new ConsulDenied("key:write is denied", List.of(NODES), null);

    private final AtomicInteger retries = new AtomicInteger();
    private final Rounds rounds = new Rounds(retries::incrementAndGet);
    private final Round comparison = rounds.begin(new Everything(true));
    private final Round several = rounds.begin(new Several(List.of(CART, ALBUM)));

    @Test
    void asksForAnotherComparisonWhenARightIsMissing() {
        rounds.leave(comparison, PUT, MOVED);
        assertThat(retries).hasValue(0);

        rounds.leave(comparison, PUT, DENIED);
        assertThat(retries).hasValue(1);
    }

    /** Two thousand Services may be denied at once. */
    @Test
    void saysOneDenialOfEventsUntilTheNextComparison() {
        try (LogLines log = new LogLines(Rounds.class.getName())) {
            rounds.sayDenial("denies key:write on a");
            rounds.sayDenial("denies key:write on b");
            assertThat(warnings(log)).hasSize(1);

            rounds.end(comparison);
            rounds.sayDenial("denies key:write on b");
            assertThat(warnings(log)).hasSize(2);
        }
    }

    /** Such as a right on the list of Nodes, without which the rest goes on. */
    @Test
    void saysADenialOfAnEventBesideOneThatLasts() {
        try (LogLines log = new LogLines(Rounds.class.getName())) {
            denied();
            rounds.sayDenial("key:write is denied");
            rounds.sayDenial("denies key:write on a");

            assertThat(warnings(log))
                    .containsExactly(
                            "WARN key:write is denied; left to the next comparison",
                            "WARN denies key:write on a; left to the next comparison");
        }
    }

    private static List<String> warnings(LogLines log) {
        return log.lines().stream().filter(line -> line.startsWith("WARN")).toList();
    }

    @Test
    void goesOnWithTheOthersInAComparison() {
        assertThat(comparison.hasParts()).isTrue();
        assertThatCode(() -> rounds.leave(comparison, PUT, MOVED)).doesNotThrowAnyException();
    }

    @Test
    void triesAnEventAgainAsAWhole() {
        assertThat(rounds.begin(CART).hasParts()).isFalse();
    }

    @Test
    void goesOnWithTheOthersThatHaveChangedTogether() {
        rounds.leave(several, PUT, MOVED);

        assertThat(several.hasParts()).isTrue();
        assertThat(rounds.mayGo(several, OTHER_PUT)).isTrue();
        assertThat(rounds.mayGo(several, DELETE)).isFalse();
        assertThat(rounds.end(several)).containsExactly(CART);
    }

    /** Each of them is known to want it no more, whatever is hidden from us. */
    @Test
    void deletesWhatOthersThatHaveChangedTogetherDoNotWant() {
        rounds.leave(several, PUT, DENIED);

        assertThat(rounds.mayGo(several, OTHER_DELETE)).isTrue();
    }

    @Test
    void endsWhenItIsFencedOff() {
        assertEnds(new FencedOff("another leads", null));
    }

    @Test
    void endsWhenNothingComesBack() {
        assertEnds(new ConsulUnavailable("consul", "reset", null));
    }

    private void assertEnds(RuntimeException refusal) {
        assertThatThrownBy(() -> rounds.leave(comparison, PUT, refusal)).isSameAs(refusal);
        assertThat(rounds.end(comparison)).isEmpty();
    }

    @Test
    void leavesTheServicesOfARefusedTransaction() {
        rounds.leave(comparison, PUT, MOVED);

        assertThat(rounds.end(comparison)).containsExactly(CART);
        assertThat(rounds.mayGo(comparison, OTHER_DELETE)).isTrue();
    }

    @Test
    void doesNotDeleteOldKeysOfAServiceWhoseNewOnesWereRefused() {
        rounds.leave(comparison, PUT, MOVED);

        assertThat(rounds.mayGo(comparison, DELETE)).isFalse();
    }

    @Test
    void deletesNothingOnceARightIsMissing() {
        rounds.leave(comparison, PUT, DENIED);

        assertThat(rounds.mayGo(comparison, OTHER_DELETE)).isFalse();
        assertThat(rounds.mayGo(comparison, OTHER_PUT)).isTrue();
    }

    @Test
    void doesNotTryAgainWhatWasDenied() {
        Transaction both = new Transaction(PUT.changes(), List.of(CART, ALBUM));

        rounds.leave(comparison, both, DENIED);

        assertThat(rounds.end(comparison)).containsExactly(ALBUM);
    }

    @Test
    void endsWhenNothingGoesThroughAtAll() {
        for (int i = 0; i < 2; i++) {
            rounds.mayGo(comparison, new Transaction(PUT.changes()));
            rounds.leave(comparison, OTHER_PUT, ALL_DENIED);
        }
        rounds.mayGo(comparison, new Transaction(PUT.changes()));

        assertThatThrownBy(() -> rounds.leave(comparison, OTHER_PUT, ALL_DENIED))
                .isSameAs(ALL_DENIED);
    }

    @Test
    void goesOnWhenEachOfTheFirstHasOneThatIsRefused() {
        Transaction both =
                new Transaction(
                        List.of(PUT.changes().get(0), OTHER_PUT.changes().get(0)), List.of(ALBUM));
        for (int i = 0; i < 5; i++) {
            rounds.mayGo(comparison, new Transaction(List.of()));
            rounds.leave(comparison, both, DENIED);
        }

        assertThat(rounds.end(comparison)).hasSize(5);
    }

    @Test
    void goesOnAmongDenialsIfSomethingGoesThrough() {
        rounds.mayGo(comparison, OTHER_PUT);
        for (int i = 0; i < 9; i++) {
            rounds.mayGo(comparison, PUT);
            rounds.leave(comparison, OTHER_PUT, DENIED);
        }

        assertThat(rounds.end(comparison)).hasSize(9);
    }

    @Test
    void saysADenialOnceUntilItIsOver() {
        try (LogLines log = new LogLines(Rounds.class)) {
            denied();
            denied();
            assertThat(log.lines())
                    .containsExactly("WARN key:write is denied; left to the next comparison");

            rounds.end(several);
            denied();
            assertThat(log.lines()).hasSize(1);

            rounds.end(rounds.begin(new Everything(true)));
            denied();
            assertThat(log.lines()).hasSize(2);
        }
    }

    @Test
    void plansNodesAgainThatWereRefused() {
        rounds.leave(comparison, NODES_PUT, MOVED);

        assertThat(rounds.end(comparison)).containsExactly(new TouchedNodes());
        assertThat(rounds.mayGo(comparison, PUT)).isTrue();
    }

    @Test
    void doesNotTryNodesAgainThatWereDenied() {
        rounds.leave(comparison, NODES_PUT, NODES_DENIED);

        assertThat(rounds.end(comparison)).isEmpty();
    }

    /** What is missing for nodes says nothing of what we see of documents. */
    @Test
    void deletesDocumentsThoughNodesAreDenied() {
        rounds.leave(comparison, NODES_PUT, NODES_DENIED);

        assertThat(rounds.mayGo(comparison, OTHER_DELETE)).isTrue();
    }

    private void denied() {
        Round round = rounds.begin(new Everything(true));
        rounds.leave(round, PUT, DENIED);
        rounds.end(round);
    }

    private static Transaction transaction(KvChange change, Touched touched) {
        return new Transaction(List.of(change), List.of(touched));
    }
}
