package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.leadership.LeadershipState;
import io.kse.leadership.LeadershipState.Campaigning;
import io.kse.leadership.LeadershipState.Standby;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Plan;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Transaction;
import io.kse.plan.Wanted;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.ServiceName;
import io.kse.status.FailedChanges.Failure;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FailedChangesTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final ServiceName ALBUM = new ServiceName("shop", "album");
    private static final KvKey KEY = new KvKey("kse/services/a/clusters/prod");
    private static final KvKey OTHER = new KvKey("kse/services/b/clusters/prod");
    private static final Put PUT = new Put(KEY, "{}", 0, "new");
    private static final Put OTHER_PUT = new Put(OTHER, "{}", 0, "new");
    private static final Transaction BOTH =
            new Transaction(
                    List.of(PUT, OTHER_PUT),
                    List.of(
                            new Touched(CART, Set.of(KEY), ""),
                            new Touched(ALBUM, Set.of(OTHER), "")));

    private final FailedChanges failed = new FailedChanges(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void tellsWhyAServiceWasNotWritten() {
        failed.failed(BOTH, List.of(), "denied");

        assertThat(failed.last(CART)).contains(new Failure(NOW, "denied"));
        assertThat(failed.all()).containsOnlyKeys(ALBUM, CART);
    }

    /** The other one is tried again by itself. */
    @Test
    void namesOnlyThoseThatConsulHasSomethingAgainst() {
        failed.failed(BOTH, List.of(KEY), "denied");

        assertThat(failed.all()).containsOnlyKeys(CART);
    }

    /** The leader has made it by now, or will. */
    @Test
    void doesNotRememberWhatWasStillUnderWayWhenAnotherOneLed() {
        failed.leadershipChanged(new Campaigning(), new Standby("another"));
        failed.failed(BOTH, List.of(), "timeout");
        assertThat(failed.all()).isEmpty();

        failed.leadershipChanged(new Standby("another"), new Campaigning());
        failed.failed(BOTH, List.of(), "timeout");
        assertThat(failed.all()).isNotEmpty();
    }

    @Test
    void forgetsWhatIsMadeAfterAll() {
        failed.failed(BOTH, List.of(), "denied");

        failed.made(new Transaction(List.of(PUT)));

        assertThat(failed.all()).containsOnlyKeys(ALBUM);
    }

    @Test
    void forgetsWhatThePlanDoesNotAskForAnyMore() {
        failed.failed(BOTH, List.of(), "denied");

        failed.planned(plan(), wanted(Unowned.STAYS, Map.of(KEY, CART)));

        assertThat(failed.all()).as("the plan speaks of cart only").containsOnlyKeys(ALBUM);
        failed.planned(plan(OTHER_PUT), wanted(Unowned.ORPHANED, Map.of()));
        assertThat(failed.all()).containsOnlyKeys(ALBUM);
        failed.planned(plan(), wanted(Unowned.ORPHANED, Map.of()));
        assertThat(failed.all()).isEmpty();
    }

    @Test
    void knowsNothingOnceAnotherReplicaWrites() {
        failed.failed(BOTH, List.of(), "denied");

        failed.leadershipChanged(null, new LeadershipState.Campaigning());
        assertThat(failed.all()).hasSize(2);
        failed.leadershipChanged(null, new LeadershipState.Standby("another"));
        assertThat(failed.all()).isEmpty();
    }

    private static Plan plan(Put... puts) {
        return new Plan(
                puts.length == 0 ? Map.of() : new TreeMap<>(Map.of(ALBUM, List.of(puts))),
                List.of(),
                List.of(),
                Map.of());
    }

    private static Wanted wanted(Unowned unowned, Map<KvKey, ServiceName> owners) {
        return new Wanted(
                owners,
                Map.of(),
                "",
                unowned,
                Set.of(),
                Set.of(),
                false,
                Optional.empty(),
                Set.of());
    }
}
