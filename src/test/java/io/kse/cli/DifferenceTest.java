package io.kse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.plan.Braked;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.Plan;
import io.kse.plan.Proposal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    @Test
    void aKeyCannotMakeALineOfItsOwn() {
        KvKey key = new KvKey("kse/a\n+ kse/b: new");

        assertThat(left(Map.of(key, "not ours")).lines())
                .containsExactly(
                        "= \"kse/a\\n+ kse/b: new\": not ours", "nothing to change, 1 kept");
    }

    @Test
    void whatIsLeftIsNoDifference() {
        assertThat(left(Map.of(new KvKey("kse/a"), "not ours")).isEmpty()).isTrue();
    }

    @Test
    void whatIsHeldIsADifferenceThoughTheReportOnItIsThereAlready() {
        Delete delete = new Delete(new KvKey("kse/a"), 7, "orphan");
        Plan plan = new Plan(Map.of(), List.of(delete), List.of(), Map.of());

        Difference difference = new Difference(plan, nothingGoesOn(delete.key()));

        assertThat(difference.isEmpty()).isFalse();
        assertThat(difference.lines())
                .containsExactly("! kse/a: delete held by the brake: orphan", "1 held");
    }

    private static Difference left(Map<KvKey, String> left) {
        return new Difference(new Plan(Map.of(), List.of(), List.of(), left), nothingGoesOn());
    }

    private static Braked nothingGoesOn(KvKey... held) {
        Proposal none = new Proposal(Map.of(), List.of());
        return new Braked(
                none,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new TreeSet<>(List.of(held)),
                new TreeSet<>(),
                List.of(),
                List.of());
    }
}
