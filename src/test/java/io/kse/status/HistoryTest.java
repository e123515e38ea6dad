package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Transaction;
import io.kse.service.ClusterId;
import io.kse.status.History.Entry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final KvKey A = new KvKey("kse/services/a/clusters/prod");
    private static final KvKey B = new KvKey("kse/services/b/clusters/prod");

    private final History history = new History(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Changes changes =
            new Changes(new KeySpace("kse", new ClusterId("prod")), history);

    @Test
    void tellsTheNewestFirst() {
        changes.made(
                new Transaction(List.of(new Put(A, "{}", 0, "new"), new Delete(B, 7, "orphan"))));

        assertThat(changes.history().latest())
                .containsExactly(
                        new Entry(NOW, B, false, "orphan"), new Entry(NOW, A, true, "new"));
    }

    @Test
    void keepsNoMoreThanTheLast() {
        for (int i = 0; i < 250; i++) {
            made(new Put(new KvKey("k" + i), "{}", 0, "new"));
        }

        assertThat(history.latest()).hasSize(200);
        assertThat(history.latest().get(0).key()).isEqualTo(new KvKey("k249"));
        assertThat(history.latest().get(199).key()).isEqualTo(new KvKey("k50"));
    }

    @Test
    void knowsWhenAKeyWasWrittenHoweverLongAgo() {
        made(new Put(A, "{}", 0, "new"));
        for (int i = 0; i < 250; i++) {
            made(new Put(B, "{}", 0, "port"));
        }

        assertThat(history.last(A)).contains(new Entry(NOW, A, true, "new"));
    }

    /** Another leader, or a person, may have deleted them long ago. */
    @Test
    void forgetsWhatWasWrittenBeforeVeryManyOthers() {
        made(new Put(A, "{}", 0, "new"));
        made(new Put(B, "{}", 0, "new"));
        made(new Put(A, "{}", 0, "port"));
        for (int i = 0; i < 19_999; i++) {
            history.add(new Put(new KvKey("k" + i), "{}", 0, "new"));
        }

        assertThat(history.last(A)).contains(new Entry(NOW, A, true, "port"));
        assertThat(history.last(B)).isEmpty();
    }

    @Test
    void forgetsADeletedKeyWithItsLastLine() {
        made(new Put(A, "{}", 0, "new"));
        made(new Delete(A, 7, "orphan"));
        assertThat(history.last(A)).contains(new Entry(NOW, A, false, "orphan"));

        for (int i = 0; i < 200; i++) {
            made(new Put(B, "{}", 0, "port"));
        }

        assertThat(history.last(A)).isEmpty();
    }

    @Test
    void cutsWhatWouldFillThePage() {
        made(new Put(A, "{}", 0, "x".repeat(10_000)));

        assertThat(history.latest().get(0).what()).hasSize(501).endsWith("x…");
    }

    private void made(KvChange change) {
        changes.made(new Transaction(List.of(change)));
    }
}
