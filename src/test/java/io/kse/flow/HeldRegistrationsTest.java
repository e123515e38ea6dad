package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.consul.ConsulReachability;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.BrakeCause;
import io.kse.plan.Desired;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.registration.AgentState;
import io.kse.registration.OurTags;
import io.kse.registration.Registered;
import io.kse.registration.RegistrationBrake;
import io.kse.registration.RegistrationPlanner;
import io.kse.registration.Wishes;
import io.kse.service.ClusterId;
import io.kse.service.DeletePercent;
import io.kse.testbed.LogLines;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 100 registrations from before the start that nobody wants any more, all of them held. */
class HeldRegistrationsTest {
    private static final KeySpace KEYS = new KeySpace("kse", new ClusterId("prod"));
    private static final OurTags TAGS = new OurTags(new ClusterId("prod"));

    private final RegistrationBrake brake = new RegistrationBrake(TAGS, new DeletePercent(50));
    private final RegistrationPlanner planner = new RegistrationPlanner(TAGS);
    private final Map<String, Registered> agent = new TreeMap<>();
    private final HeldRegistrations held = held(false);

    HeldRegistrationsTest() {
        IntStream.range(0, 100)
                .mapToObj(i -> "prod-shop-s%02d-http".formatted(i))
                .forEach(id -> agent.put(id, new Registered(id, TAGS.list(), "", 1, List.of())));
        compare();
    }

    private HeldRegistrations held(boolean hasTemplate) {
        Desired desired = new Desired(Map::of, () -> {});
        Registrations registrations =
                new Registrations(
                        desired,
                        planner,
                        brake,
                        new ConsulReachability("consul"),
                        () -> Drains.IN_SERVICE,
                        () -> {});
        RegistrationLine line = new RegistrationLine(false, () -> null);
        return new HeldRegistrations(brake, registrations, KEYS, hasTemplate, line);
    }

    private int compare() {
        AgentState state = new AgentState("10.0.0.1", agent);
        Wishes none = new Wishes(new TreeMap<>(), Set.of(), Set.of(), false, new TreeSet<>());
        return brake.check(
                        Optional.of(BrakeCause.OTHER),
                        Set.of(),
                        planner.all(none, Wishes.NONE, state).changes(),
                        none,
                        state)
                .going()
                .size();
    }

    @Test
    void areLookedForBitByBitUntilAllWere() {
        Set<KvKey> asked = new HashSet<>(held.documentsAndProof());
        assertThat(asked).hasSizeLessThanOrEqualTo(62).contains(KEYS.leader(), KEYS.fence());
        asked.addAll(held.documentsAndProof());

        assertThat(asked).hasSize(102);
    }

    @Test
    void goOnWhereTheirDocumentsAreGone() {
        held.freeWithout(
                Set.of(KEYS.fence(), KEYS.key("prod-shop-s00-http"), KEYS.key("other")),
                lockAt(20));

        assertThat(compare()).isEqualTo(1);
        assertThat(brake.held()).hasSize(99).doesNotContain("prod-shop-s00-http");
    }

    @Test
    void stayWhereDocumentsAre() {
        held.freeWithout(Set.of(KEYS.fence()), lockAt(20));

        assertThat(compare()).isZero();
    }

    @Test
    void stayWhileNobodyLeads() {
        held.freeWithout(
                Set.of(KEYS.leader(), KEYS.fence(), KEYS.key("prod-shop-s00-http")), lockAt(20));

        assertThat(compare()).isZero();
    }

    @Test
    void stayWhereConsulHasLostItsDataWhileTheyWereHeld() {
        Set<KvKey> missing = Set.of(KEYS.fence(), KEYS.key("prod-shop-s00-http"));
        try (LogLines log = new LogLines(HeldRegistrations.class)) {
            held.freeWithout(Set.of(KEYS.fence()), lockAt(20));
            held.freeWithout(Set.of(KEYS.leader(), KEYS.fence()), new Snapshot(Map.of()));
            held.freeWithout(missing, lockAt(7));
            held.begin();
            held.freeWithout(missing, lockAt(8));

            assertThat(compare()).isZero();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN 100 held")
                    .contains("until this program restarts");
        }
    }

    @Test
    void goOnThoughAnotherReplicaLeadsByThen() {
        held.freeWithout(Set.of(KEYS.fence()), lockAt(20));

        held.freeWithout(Set.of(KEYS.fence(), KEYS.key("prod-shop-s00-http")), lockAt(21));

        assertThat(compare()).isEqualTo(1);
    }

    private static Snapshot lockAt(long index) {
        return new Snapshot(Map.of(KEYS.leader(), new Stored(index, new byte[0])));
    }

    /** Consul was replaced while nothing was held: that says nothing of what is held by now. */
    @Test
    void goOnThoughConsulHasLostItsDataBeforeTheyWereHeld() {
        held.freeWithout(Set.of(KEYS.fence()), lockAt(20));
        brake.check(
                Optional.of(BrakeCause.TIMER),
                Set.of(),
                List.of(),
                Wishes.NONE,
                new AgentState("10.0.0.1", Map.of()));
        held.begin();
        compare();

        held.begin();
        held.freeWithout(Set.of(KEYS.fence(), KEYS.key("prod-shop-s00-http")), lockAt(7));

        assertThat(compare()).isEqualTo(1);
    }

    @Test
    void areNotLookedForWhereTheKeyIsNotKnown() {
        assertThat(held.isDue()).isTrue();
        assertThat(held(true).isDue()).isFalse();
    }
}
