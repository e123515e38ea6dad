package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.consul.ConsulDenied;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Touch.Everything;
import io.kse.plan.Transaction;
import io.kse.service.ClusterId;
import io.kse.status.Changes;
import io.kse.testbed.LogLines;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComparisonsTest {
    private static final KvKey KEY = new KvKey("kse/services/a/clusters/prod");
    private static final String BACK = "Consul at consul:8500 answers again after 7.2 s";

    private final Changes changes = new Changes(new KeySpace("kse", new ClusterId("prod")));
    private final AtomicInteger compared = new AtomicInteger();
    private final Comparisons comparisons =
            new Comparisons(changes, () -> 0, compared::incrementAndGet);
    private final LogLines log = new LogLines(Comparisons.class);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void saysWhatAComparisonChanged() {
        comparisons.begin();
        put();
        delete();
        end(Trigger.WON, true);

        assertThat(log.lines())
                .containsExactly(
                        "INFO compared 7 listed Services with Consul in 0 ms, since this replica"
                                + " leads now: 1 written, 1 deleted");
        assertThat(compared).hasValue(1);
    }

    @Test
    void endsThoughAListenerFails() {
        comparisons.onCompared(
                compared -> {
                    throw new IllegalStateException("of the listener");
                });
        comparisons.consulAnswers(BACK);
        comparisons.begin();
        end(Trigger.CONSUL_BACK, true);

        assertThat(log.lines()).last().asString().startsWith("INFO " + BACK);
    }

    @Test
    void saysNothingOfAComparisonThatChangedNothing() {
        put();
        comparisons.begin();
        end(Trigger.TIMER, true);

        assertThat(log.of("INFO")).isEmpty();
    }

    @Test
    void saysThatServicesCameFromTheCache() {
        comparisons.begin();
        put();
        end(Trigger.DATA_BACK, false);

        assertThat(log.of("compared 7 cached Services")).hasSize(1);
    }

    @Test
    void endsAnOutageWithWhatWasCaughtUp() {
        comparisons.consulAnswers(BACK);
        put();
        comparisons.begin();
        put();
        assertThat(log.of(BACK)).isEmpty();

        end(Trigger.CONSUL_BACK, true);

        assertThat(log.of(BACK))
                .containsExactly("INFO " + BACK + "; caught up: 2 written, 0 deleted");
        comparisons.begin();
        end(Trigger.TIMER, true);
        assertThat(log.of(BACK)).hasSize(1);
    }

    @Test
    void endsAnOutageThoughThereIsNothingToCatchUp() {
        comparisons.consulAnswers(BACK);
        comparisons.begin();
        end(Trigger.CONSUL_BACK, true);

        assertThat(log.of("INFO"))
                .containsExactly("INFO " + BACK + "; caught up: nothing to change");
    }

    @Test
    void leavesTheEndOfAnOutageToTheOtherLeader() {
        comparisons.consulAnswers(BACK);
        comparisons.leftToOthers();
        comparisons.leftToOthers();

        assertThat(log.lines())
                .containsExactly("INFO " + BACK + "; nothing was left to this replica");
    }

    @Test
    void saysARefusalOnceUntilItIsOver() {
        comparisons.refused(new ConsulDenied("key:list is missing", null));
        comparisons.refused(new ConsulDenied("key:list is missing", null));
        comparisons.begin();
        end(Trigger.FAILED, true);
        comparisons.refused(new ConsulDenied("key:list is missing", null));

        assertThat(log.of("WARN Nothing is compared: key:list is missing")).hasSize(2);
    }

    private void end(Trigger trigger, boolean live) {
        comparisons.end(EnumSet.of(trigger), new Everything(live), 7, 0);
    }

    private void put() {
        changes.made(new Transaction(List.of(new Put(KEY, "{}", 0, "new"))));
    }

    private void delete() {
        changes.made(new Transaction(List.of(new Delete(KEY, 7, "orphan"))));
    }
}
