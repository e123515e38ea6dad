package io.kse.plan;

import static io.kse.document.DocumentSteps.KEYS;
import static io.kse.document.DocumentSteps.documents;
import static io.kse.document.DocumentSteps.key;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.DocumentReader;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Touch.Everything;
import io.kse.plan.Touch.Touched;
import io.kse.service.ServiceName;
import io.kse.service.Services;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Few Services with few ports, so that their keys often meet. */
class PlannerPropertyTest {
    private static final Planner PLANNER = new Planner(KEYS, Optional.empty());

    @Property(tries = 200)
    void nothingIsLeftToDoAfterwards(
            @ForAll("histories") List<ServiceDocuments> history,
            @ForAll("stored") Map<KvKey, Stored> stored) {
        Desired desired = desired(history);
        Map<KvKey, Stored> consul = new HashMap<>(stored);

        apply(plan(desired, consul), consul);

        assertThat(plan(desired, consul).isEmpty()).isTrue();
    }

    @Property(tries = 200)
    void keysThatNobodySpokeOfStay(
            @ForAll("histories") List<ServiceDocuments> history,
            @ForAll("stored") Map<KvKey, Stored> stored) {
        Desired desired = desired(history);
        Map<KvKey, Stored> consul = new HashMap<>(stored);

        apply(plan(desired, consul), consul);

        Set<KvKey> spokenOf = desired.keys();
        stored.forEach(
                (key, before) -> {
                    if (!spokenOf.contains(key)) {
                        assertThat(consul).containsEntry(key, before);
                    }
                });
    }

    @Property(tries = 2_000)
    void followingEachEventComesToTheSameAsComparingEverything(
            @ForAll("histories") List<ServiceDocuments> history) {
        Desired desired = new Desired(Map::of, () -> {});
        Map<KvKey, Stored> followed = new HashMap<>();
        long arrival = 0;
        for (ServiceDocuments documents : history) {
            Wanted wanted = desired.wanted(desired.update(documents, ++arrival));
            apply(PLANNER.plan(wanted, new Snapshot(followed)), followed);
        }

        assertThat(plan(desired, followed).transactions()).isEmpty();
        assertThat(followed).containsOnlyKeys(desired.keys());
    }

    /** Those of namespace {@code a-b}, which share keys with the others. */
    @Property(tries = 300)
    void whatAnUnknownNamespacesServicesHaveNeverChanges(
            @ForAll("histories") List<ServiceDocuments> history,
            @ForAll("histories") List<ServiceDocuments> before) {
        Map<KvKey, Stored> consul = new HashMap<>();
        apply(plan(desired(before), consul), consul);
        Map<KvKey, Stored> theirs = new HashMap<>(consul);
        theirs.entrySet().removeIf(entry -> !isUnknowns(entry.getKey(), entry.getValue()));
        Desired partial = new Desired(Map::of, () -> {}, Optional::empty, () -> false);
        long arrival = 0;
        for (ServiceDocuments documents : history) {
            if (!isUnknown(documents.service())) {
                Touched touched = partial.update(documents, ++arrival);
                apply(PLANNER.plan(partial.wanted(touched), new Snapshot(consul)), consul);
            }
        }

        apply(plan(partial, consul), consul);

        assertThat(consul).containsAllEntriesOf(theirs);
    }

    private static boolean isUnknown(ServiceName service) {
        return service.namespace().equals("a-b");
    }

    private static boolean isUnknowns(KvKey key, Stored stored) {
        return OwnerProof.isBy(
                KEYS,
                new ServiceName("a-b", "c"),
                key,
                DocumentReader.read(stored.value()).orElseThrow());
    }

    private static Desired desired(List<ServiceDocuments> history) {
        Desired desired = new Desired(Map::of, () -> {});
        long arrival = 0;
        for (ServiceDocuments documents : history) {
            desired.update(documents, ++arrival);
        }
        return desired;
    }

    private static Plan plan(Desired desired, Map<KvKey, Stored> consul) {
        return PLANNER.plan(desired.wanted(new Everything(true)), new Snapshot(consul));
    }

    /** Consul's compare-and-set takes 0 for "must not exist". */
    private static long index(KvKey key, Map<KvKey, Stored> consul) {
        return Optional.ofNullable(consul.get(key)).map(Stored::index).orElse(0L);
    }

    private static void apply(Plan plan, Map<KvKey, Stored> consul) {
        for (Transaction transaction : plan.transactions()) {
            for (KvChange change : transaction.changes()) {
                assertThat(index(change.key(), consul)).isEqualTo(change.index());
                if (change instanceof Put put) {
                    consul.put(put.key(), stored(put.index() + 1, put.value()));
                } else {
                    consul.remove(change.key());
                }
            }
        }
    }

    private static Stored stored(long index, String json) {
        return new Stored(index, json.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<List<ServiceDocuments>> histories() {
        return events().list().ofMaxSize(12);
    }

    private static Arbitrary<ServiceDocuments> events() {
        Arbitrary<ServiceName> names =
                Arbitraries.of(
                        new ServiceName("a-b", "c"),
                        new ServiceName("a", "b-c"),
                        new ServiceName("a", "b"));
        Arbitrary<String> ports = Arbitraries.of("c-http", "http", "https");
        Arbitrary<Integer> nodePorts = Arbitraries.of(30080, 30081);
        return Combinators.combine(names, ports, nodePorts, Arbitraries.integers().between(0, 5))
                .as(PlannerPropertyTest::event);
    }

    private static ServiceDocuments event(ServiceName name, String port, int nodePort, int kind) {
        if (kind == 0) {
            return NotExported.gone(name);
        }
        Services exported =
                service(name.namespace(), name.name())
                        .nodePort(port, 80, nodePort)
                        .nodePort("admin", 81, 30090)
                        .createdAt("2024-01-0%dT00:00:00Z".formatted(kind))
                        .exported();
        return documents(
                kind == 1
                        ? exported.annotation("load-balancer-listen-port", "x").build()
                        : exported.build());
    }

    @Provide
    Arbitrary<Map<KvKey, Stored>> stored() {
        Arbitrary<KvKey> keys =
                Arbitraries.of(
                                "a-b-c-http",
                                "a-b-c-https",
                                "a-b-c-admin",
                                "a-b-http",
                                "a-b-admin",
                                "somebody-elses")
                        .map(id -> key("cluster-" + id));
        Arbitrary<String> values = Arbitraries.of("", "hand-written", "{}", "{\"port\":30080}");
        return Arbitraries.maps(
                keys, values.map(v -> new Stored(5, v.getBytes(StandardCharsets.UTF_8))));
    }
}
