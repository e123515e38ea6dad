package io.kse.plan;

import static io.kse.plan.Braking.KEYS;
import static io.kse.plan.Braking.doc;
import static io.kse.plan.Braking.docs;
import static io.kse.plan.Braking.owner;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Release.Frees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FreeingTransactionTest {
    private static final Delete WORD = new Delete(KEYS.brakeRelease(), 3, "it has been used");

    private static Delete delete(int number) {
        return new Delete(doc(number), 7, "not wanted any more");
    }

    private static Transaction freeing(int from, int to, Proposal proposal) {
        Frees frees = new Frees(WORD, HeldDeletes.of(docs(from, to)));
        return FreeingTransaction.of(frees, proposal, Optional.empty());
    }

    @Test
    void holdsTheChangesOfAServiceOfWhichSomethingIsFreed() {
        Put other = new Put(doc(0), "{}", 7, "a test");
        Put own = new Put(doc(4), "{}", 7, "a test");
        Proposal proposal =
                new Proposal(
                        Map.of(owner(0), List.of(other), owner(5), List.of(own, delete(5))),
                        List.of(delete(9)));

        assertThat(freeing(5, 6, proposal).changes()).containsExactly(own, WORD, delete(5));
        assertThat(freeing(9, 10, proposal).changes()).containsExactly(WORD, delete(9));
    }

    @Test
    void holdsOnlyWhatIsFreedWhereNotAllOfTheServiceFits() {
        List<KvChange> many =
                Stream.iterate(0, i -> i + 1).limit(100).<KvChange>map(i -> delete(i)).toList();

        Transaction freeing = freeing(80, 90, new Proposal(Map.of(owner(5), many), List.of()));

        assertThat(freeing.changes()).hasSize(11).startsWith(WORD).endsWith(delete(89));
    }
}
