package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.NothingWanted;
import io.kse.plan.Planner;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Wanted;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.ClusterId;
import io.kse.testbed.LogLines;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeftAloneTest {
    private static final KeySpace KEYS = new KeySpace("kse", new ClusterId("left-alone"));

    private final LogLines log = new LogLines(LeftAlone.class.getName());
    private final LeftAlone leftAlone = new LeftAlone();
    private final Map<KvKey, Stored> consul = new HashMap<>();

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void isSaidOnceForTheSameEntries() {
        byHand("a");
        compare(false);
        compare(false);

        assertThat(log.of("1 entries")).hasSize(1);
    }

    @Test
    void isSaidAgainForOthers() {
        byHand("a");
        compare(false);
        byHand("b");
        compare(false);

        assertThat(log.of("2 entries")).hasSize(1);
    }

    @Test
    void isSaidAgainAfterItWasOver() {
        byHand("a");
        compare(false);
        consul.clear();
        compare(false);
        byHand("a");
        compare(false);

        assertThat(log.of("1 entries")).hasSize(2);
        assertThat(log.of("")).hasSize(2);
    }

    @Test
    void saysOnceThatSomethingIsHidden() {
        byHand("a");
        compare(false);
        compare(true);
        compare(true);
        compare(false);

        assertThat(log.of("hides some keys")).hasSize(1);
        assertThat(log.of("1 entries")).hasSize(1);
    }

    @Test
    void isNotToldByAnEvent() {
        byHand("a");
        compare(false);
        tell(Unowned.STAYS, false);
        compare(false);

        assertThat(log.of("")).hasSize(1);
    }

    private void byHand(String id) {
        consul.put(KEYS.key(id), new Stored(1, new byte[0]));
    }

    private void compare(boolean filtered) {
        tell(Unowned.ORPHANED, filtered);
    }

    private void tell(Unowned unowned, boolean filtered) {
        Wanted wanted = NothingWanted.but(unowned);
        Snapshot snapshot = new Snapshot(consul, filtered);
        leftAlone.tell(
                new Planner(KEYS, Optional.empty()).plan(wanted, snapshot), wanted, snapshot);
    }
}
