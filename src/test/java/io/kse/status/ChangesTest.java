package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Transaction;
import io.kse.service.ClusterId;
import io.kse.service.ServiceName;
import io.kse.testbed.LogLines;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final KeySpace KEYS = new KeySpace("kse", new ClusterId("prod"));
    private static final KvKey KEY = new KvKey("kse/services/a/clusters/prod");

    @Test
    void saysEachKeyAndWhy() {
        Changes changes = new Changes(KEYS);
        Transaction both =
                new Transaction(
                        List.of(new Put(KEY, "{}", 0, "new"), new Delete(KEY, 7, "orphan")));

        try (LogLines log = new LogLines(Changes.class)) {
            changes.made(both);

            assertThat(log.lines())
                    .containsExactly(
                            "INFO Put kse/services/a/clusters/prod: new",
                            "INFO Delete kse/services/a/clusters/prod: orphan");
        }
        assertThat(changes.count()).hasToString("1 written, 1 deleted");
    }

    @Test
    void isNotHeldUpByAListenerThatFails() {
        Changes changes = new Changes(KEYS);
        changes.onMade(
                made -> {
                    throw new IllegalStateException("of the listener");
                });

        changes.made(new Transaction(List.of(new Put(KEY, "{}", 0, "new"))));

        assertThat(changes.count()).isEqualTo(new Changes.Count(1, 0));
    }

    /** By what the planner has found out, and not by a text. */
    @Test
    void countsWhatRepairedDrift() {
        Changes changes = new Changes(KEYS);

        changes.made(new Transaction(List.of(new Put(KEY, "{}", 3, "port 1 -> 2", true))));
        changes.made(new Transaction(List.of(new Put(KEY, "{}", 4, "drift: said by chance"))));
        changes.made(new Transaction(List.of(new Put(KEY, "{}", 5, "port 2 -> 3", true))));

        assertThat(changes.repaired()).isEqualTo(2);
    }

    @Test
    void forgetsAFailureOnceTheChangeIsMade() {
        Changes changes = new Changes(KEYS);
        ServiceName cart = new ServiceName("shop", "cart");
        Transaction put =
                new Transaction(
                        List.of(new Put(KEY, "{}", 0, "new")),
                        List.of(new Touched(cart, Set.of(KEY), "")));

        changes.notMade(put, List.of(), "denied");
        assertThat(changes.failed().last(cart)).isPresent();

        changes.made(put);
        assertThat(changes.failed().last(cart)).isEmpty();
    }

    @Test
    void countsWhatOthersReadAndNotTheBrakesOwnKeys() {
        Changes changes = new Changes(KEYS);

        changes.made(
                new Transaction(
                        List.of(
                                new Put(KEYS.nodes(), "[]", 0, "new"),
                                new Delete(KEYS.brake(), 7, "nothing is held"),
                                new Delete(KEYS.brakeRelease(), 7, "used"))));

        assertThat(changes.count()).isEqualTo(new Changes.Count(1, 0));
        assertThat(changes.history().latest()).hasSize(3);
    }

    @Test
    void countsFromAnyMoment() {
        Changes changes = new Changes(KEYS);
        changes.made(new Transaction(List.of(new Put(KEY, "{}", 0, "new"))));
        Changes.Count before = changes.count();

        assertThat(changes.count().since(before)).hasToString("nothing to change");
        changes.made(new Transaction(List.of(new Delete(KEY, 7, "orphan"))));
        assertThat(changes.count().since(before)).isEqualTo(new Changes.Count(0, 1));
    }
}
