package io.kse.explain;

import static io.kse.document.DocumentSteps.KEYS;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.DocumentSteps;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.explain.Presence.Absent;
import io.kse.explain.Presence.Present;
import io.kse.plan.Brake;
import io.kse.plan.BrakeCause;
import io.kse.plan.Desired;
import io.kse.plan.Plan;
import io.kse.plan.Planner;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Wanted;
import io.kse.service.DeletePercent;
import io.kse.service.KeyTemplate;
import io.kse.service.ServiceName;
import io.kse.service.ServiceReader;
import io.kse.service.Services;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A cluster and a Consul of values only, compared as the running program does it, and one Service
 * of them explained. The cluster is {@code cluster}, the prefix {@code kse}.
 */
final class ExplainedCluster {
    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final Map<ServiceName, Service> services = new HashMap<>();
    private final Map<KvKey, Stored> stored = new HashMap<>();
    private final Map<KvKey, Past> written = new HashMap<>();
    private final Set<ServiceName> late = new HashSet<>();
    private final List<Service> stale = new ArrayList<>();
    private Optional<KeyTemplate> template = Optional.empty();
    private final List<Past> events = new ArrayList<>();
    private boolean isHidden;
    private boolean isConsulAway;

    /** As it is now, or is from now on. */
    ExplainedCluster with(Services service) {
        Service built = service.build();
        services.put(ServiceReader.name(built), built);
        return this;
    }

    ExplainedCluster without(Services service) {
        services.remove(ServiceReader.name(service.build()));
        return this;
    }

    /** Consul holds what {@code service} wants now. */
    ExplainedCluster published(Services service) {
        entries(service.build()).forEach(entry -> put(entry.key(), entry.json()));
        return this;
    }

    ExplainedCluster put(KvKey key, String value) {
        stored.put(key, new Stored(7, value.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    String stored(KvKey key) {
        return new String(stored.get(key).value(), StandardCharsets.UTF_8);
    }

    ExplainedCluster written(KvKey key, String what) {
        written.put(key, new Past(NOW, what));
        return this;
    }

    ExplainedCluster event(String what) {
        events.add(new Past(NOW, what));
        return this;
    }

    /** Whose last change has not been taken in yet. */
    ExplainedCluster late(Services service) {
        late.add(ServiceReader.name(service.build()));
        return this;
    }

    /** What is known of it, and planned, is still this: its last event is still to come. */
    ExplainedCluster stillKnownAs(Services service) {
        stale.add(service.build());
        return late(service);
    }

    ExplainedCluster template(String text) {
        template = Optional.of(KeyTemplate.parse(text));
        return this;
    }

    ExplainedCluster hidden() {
        isHidden = true;
        return this;
    }

    ExplainedCluster withoutConsul() {
        isConsulAway = true;
        return this;
    }

    Explanation explain(String namespace, String name) {
        ServiceName service = new ServiceName(namespace, name);
        Optional<Service> there = Optional.ofNullable(services.get(service));
        Presence presence =
                there.<Presence>map(Present::new)
                        .orElseGet(() -> new Absent(NearNames.of(service, services.keySet())));
        return explain(service, presence, there.map(this::documents));
    }

    Explanation explain(ServiceName service, Presence presence, Optional<ServiceDocuments> docs) {
        Optional<Outlook> outlook = isConsulAway ? Optional.empty() : Optional.of(outlook(service));
        List<String> notes =
                isConsulAway ? List.of("Consul could not be read: refused") : List.of();
        return new Explainer(
                        KEYS,
                        template,
                        key -> Optional.ofNullable(written.get(key)),
                        name -> events)
                .explain(new Findings(service, presence, docs, outlook, notes));
    }

    private ServiceDocuments documents(Service service) {
        return DocumentSteps.documents(service, services.values().toArray(Service[]::new));
    }

    private Stream<KvEntry> entries(Service service) {
        return ((ServiceDocuments.Desired) documents(service)).entries().stream();
    }

    private Outlook outlook(ServiceName service) {
        Desired desired = new Desired(Map::of, () -> {});
        List<ServiceDocuments> taken =
                Stream.concat(
                                stale.stream(),
                                services.values().stream()
                                        .filter(each -> !late.contains(ServiceReader.name(each))))
                        .map(this::documents)
                        .toList();
        desired.updateAll(taken, taken.size(), 1, true);
        Wanted wanted = desired.wanted(desired.everything(true, true));
        Snapshot snapshot = new Snapshot(stored, isHidden);
        Plan plan = new Planner(KEYS, Optional.empty()).plan(wanted, snapshot);
        return new Outlook(
                wanted, desired.taken(service), snapshot, plan, held(plan, wanted, snapshot));
    }

    private static Set<KvKey> held(Plan plan, Wanted wanted, Snapshot snapshot) {
        Brake brake = new Brake(KEYS, new DeletePercent(50));
        brake.check(BrakeCause.WON, plan, wanted, snapshot, NOW);
        return brake.heldKeys();
    }
}
