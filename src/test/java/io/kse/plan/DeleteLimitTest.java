package io.kse.plan;

import static io.kse.plan.BrakeCause.OTHER;
import static io.kse.plan.BrakeCause.TIMER;
import static io.kse.plan.Braking.doc;
import static io.kse.plan.Braking.docs;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.service.DeletePercent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The brake's limits without a Consul. */
class DeleteLimitTest {
    private final DeleteLimit limit = new DeleteLimit(new DeletePercent(50));

    private Set<KvKey> hold(List<KvKey> deletes) {
        List<Delete> changes = deletes.stream().map(key -> new Delete(key, 1, "a test")).toList();
        return limit.hold(OTHER, new Proposal(Map.of(), changes), Set.of(), Set.of());
    }

    @Test
    void countsAtFirstAndAddsUpWhatGoes() {
        assertThat(limit.isCounted()).isFalse();
        limit.takeStock(OTHER, docs(0, 20));
        assertThat(limit.isCounted()).isTrue();

        assertThat(hold(docs(0, 7))).isEmpty();
        assertThat(hold(docs(7, 11))).containsExactlyElementsOf(docs(7, 11));

        assertThat(limit.base()).isEqualTo(20);
        assertThat(limit.limit()).isEqualTo(10);
        assertThat(limit.gone()).isEqualTo(7);
    }

    @Test
    void keepsTheLastOfASmallNumberAlsoIfSomebodyElseHasTakenTheOthers() {
        limit.takeStock(TIMER, docs(0, 3));

        limit.takeStock(OTHER, docs(0, 1));

        assertThat(hold(docs(0, 1))).containsExactly(doc(0));
    }

    @Test
    void doesNotTakeForThereWhatWasThereAtTheCountBefore() {
        limit.takeStock(TIMER, docs(0, 3));

        limit.takeStock(TIMER, docs(1, 3));

        assertThat(limit.base()).isEqualTo(2);
        assertThat(hold(docs(1, 3))).hasSize(2);
    }
}
