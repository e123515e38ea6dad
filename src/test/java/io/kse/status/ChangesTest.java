package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Transaction;
import io.kse.service.ClusterId;
import io.kse.testbed.LogLines;
import java.util.List;
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
