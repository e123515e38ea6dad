package io.kse.plan;

import static io.kse.document.DocumentSteps.key;
import static io.kse.plan.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvEntry;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Touch.Touched;
import io.kse.service.ServiceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final ServiceName ALBUM = new ServiceName("shop", "album");
    private static final ServiceName SHOE = new ServiceName("shop", "shoe");

    @Test
    void changesTheKeysOfOneServiceTogether() {
        Plan plan = plan(Map.of(put("b"), CART, put("a"), CART, delete("c"), CART));

        assertThat(plan.transactions())
                .extracting(Transaction::changes)
                .containsExactly(List.of(put("a"), put("b"), delete("c")));
    }

    @Test
    void putsBeforeItDeletes() {
        Plan plan = plan(Map.of(delete("a"), CART, put("b"), CART));

        assertThat(changes(plan)).containsExactly(put("b"), delete("a"));
    }

    @Test
    void takesServicesTogetherWhileConsulTakesThem() {
        Plan plan = plan(Map.of(put("a"), CART, put("b"), ALBUM));

        assertThat(plan.transactions())
                .containsExactly(
                        new Transaction(
                                List.of(put("b"), put("a")),
                                List.of(touched(ALBUM, "b"), touched(CART, "a"))));
    }

    @Test
    void neverSplitsAServiceThatFitsIntoOneTransaction() {
        Map<KvChange, ServiceName> changes = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            changes.put(put("a" + i), ALBUM);
            changes.put(put("c" + i), CART);
        }

        assertThat(plan(changes).transactions())
                .extracting(transaction -> transaction.touched().size())
                .containsExactly(1, 1);
    }

    @Test
    void putsWhatMovesToAnotherServiceBeforeTheOldKeyGoes() {
        Plan plan = plan(Map.of(delete("old"), ALBUM, put("new"), CART, delete("other"), SHOE));

        assertThat(changes(plan)).containsExactly(put("new"), delete("old"), delete("other"));
    }

    @Test
    void deletesOrphansLastAndByThemselves() {
        Plan plan = Plan.of(Map.of(put("z"), CART), List.of(delete("b"), delete("a")), Map.of());

        assertThat(plan.transactions())
                .containsExactly(
                        new Transaction(List.of(put("z")), List.of(touched(CART, "z"))),
                        new Transaction(List.of(delete("a"), delete("b")), List.of()));
    }

    @Test
    void changesTheBrakesKeysBetweenServicesAndOrphans() {
        Plan plan = Plan.of(Map.of(put("z"), CART), List.of(delete("b")), Map.of());
        Transaction release = new Transaction(List.of(delete("release"), delete("a")));
        Braked braked =
                new Braked(
                        plan.proposal(),
                        Optional.empty(),
                        Optional.of(release),
                        List.of(put("report")),
                        new TreeSet<>(),
                        new TreeSet<>(),
                        List.of(),
                        List.of());

        assertThat(changes(plan.braked(braked)))
                .containsExactly(
                        put("z"), put("report"), delete("release"), delete("a"), delete("b"));
        assertThat(plan.braked(braked).transactions()).contains(release);
    }

    @Test
    void startsAnotherTransactionAtThe64thChange() {
        assertThat(planOfPuts(63).transactions()).hasSize(1);
        assertThat(planOfPuts(64).transactions())
                .extracting(transaction -> transaction.changes().size())
                .containsExactly(63, 1);
    }

    @Test
    void keepsPutsBeforeDeletesInSeveralTransactions() {
        Map<KvChange, ServiceName> changes = new HashMap<>();
        IntStream.range(0, 100).forEach(i -> changes.put(delete("a" + i), CART));
        IntStream.range(0, 100).forEach(i -> changes.put(put("b" + i), CART));

        List<KvChange> inOrder =
                plan(changes).transactions().stream().flatMap(t -> t.changes().stream()).toList();

        assertThat(inOrder.subList(0, 100)).allMatch(Put.class::isInstance);
        assertThat(inOrder.subList(100, 200)).allMatch(Delete.class::isInstance);
    }

    @Test
    void startsAnotherTransactionBeforeConsulRefusesItsSize() {
        KvEntry half = entry("half", 185_000);
        KvEntry other = entry("other", 185_000);
        KvEntry small = entry("small", 10_000);

        assertThat(plan(puts(half, other, small)).transactions())
                .extracting(transaction -> transaction.changes().size())
                .containsExactly(2, 1);
    }

    @Test
    void countsTheBytesOfKeys() {
        String wide = "日".repeat(50_000);

        assertThat(plan(puts(entry("a" + wide, 0), entry("b" + wide, 0))).transactions())
                .hasSize(2);
    }

    @Test
    void givesTheLargestDocumentATransactionOfItsOwn() {
        assertThat(plan(puts(entry("a", 370_000), entry("b", 370_000))).transactions()).hasSize(2);
    }

    @Test
    void isTheSameForTheSameChanges() {
        Map<KvChange, ServiceName> changes = new HashMap<>();
        IntStream.range(0, 50)
                .forEach(i -> changes.put(put("k" + i), new ServiceName("n" + i % 7, "s" + i % 3)));
        Map<KvChange, ServiceName> again = new HashMap<>(1000);
        again.putAll(changes);

        assertThat(plan(changes).transactions()).isEqualTo(plan(again).transactions());
    }

    private static List<KvChange> changes(Plan plan) {
        return plan.transactions().stream().flatMap(t -> t.changes().stream()).toList();
    }

    private static Touched touched(ServiceName service, String id) {
        return new Touched(service, Set.of(key(id)), "new");
    }

    private static Plan planOfPuts(int count) {
        return plan(
                puts(
                        IntStream.range(0, count)
                                .mapToObj(i -> entry("k" + i))
                                .toArray(KvEntry[]::new)));
    }

    private static Map<KvChange, ServiceName> puts(KvEntry... entries) {
        Map<KvChange, ServiceName> changes = new HashMap<>();
        Stream.of(entries).forEach(entry -> changes.put(Put.of(entry, 0, "new"), CART));
        return changes;
    }

    private static Plan plan(Map<KvChange, ServiceName> changes) {
        return Plan.of(changes, List.of(), Map.of());
    }

    private static Put put(String id) {
        return Put.of(entry(id), 0, "new");
    }

    private static Delete delete(String id) {
        return new Delete(key(id), 7, "not wanted any more");
    }

    @Test
    void tellsTransactionsThatDeleteOnly() {
        assertThat(new Transaction(List.of(delete("a"))).deletesOnly()).isTrue();
        assertThat(new Transaction(List.of(put("b"), delete("a"))).deletesOnly()).isFalse();
    }

    @Test
    void saysWhatEachChangeIs() {
        assertThat(put("a")).hasToString("Put " + key("a") + ": new");
        assertThat(delete("a")).hasToString("Delete " + key("a") + ": not wanted any more");
        assertThat(delete("a").isOrphan()).isFalse();
        assertThat(new Delete(key("a"), 7, "orphan: not wanted any more").isOrphan()).isTrue();
    }
}
