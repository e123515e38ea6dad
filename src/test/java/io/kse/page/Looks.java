package io.kse.page;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.BrakeReport;
import io.kse.document.DocumentSteps;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.leadership.Fence.SessionFence;
import io.kse.leadership.LeadershipState;
import io.kse.node.ClusterNode;
import io.kse.node.ExportedNode;
import io.kse.node.NodeExport;
import io.kse.node.NodeSelectors;
import io.kse.page.Facts.Connection;
import io.kse.plan.Desired;
import io.kse.service.ServiceName;
import io.kse.status.FailedChanges;
import io.kse.status.History;
import io.kse.status.LastComparison;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a page is looked at with: everything well, and nothing there, unless told otherwise. */
final class Looks {
    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    static final KvKey LOCK = new KvKey("kse/leadership/cluster-leader");

    private final Desired desired = new Desired(Map::of, () -> {});
    private final List<History.Entry> changes = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private LeadershipState leadership =
            new LeadershipState.Leading(
                    new SessionFence(LOCK, "0f3a9c21-1111-2222-3333-444444444444"),
                    NOW.minusSeconds(3_720));
    private boolean isLockRead = true;
    private Optional<BrakeReport> held = Optional.empty();
    private Set<ExportedNode> heldNodes = Set.of();
    private Optional<Facts.Nodes> nodes = Optional.empty();
    private List<String> drainedBy = List.of();
    private Optional<LastComparison.Ended> comparison = Optional.empty();
    private long repaired;
    private String whyNoComparison = "";
    private final Map<ServiceName, FailedChanges.Failure> failed = new TreeMap<>();
    private final Map<ServiceName, Set<KvKey>> heldKeys = new TreeMap<>();
    private String explanation = "";
    private long arrival;

    Looks service(Service service, Service... others) {
        return documents(DocumentSteps.documents(service, others));
    }

    Looks documents(ServiceDocuments documents) {
        desired.update(documents, ++arrival);
        return this;
    }

    Looks state(LeadershipState state) {
        leadership = state;
        return this;
    }

    Looks beforeTheLockIsRead() {
        leadership = new LeadershipState.Campaigning();
        isLockRead = false;
        return this;
    }

    Looks held(BrakeReport report) {
        held = Optional.of(report);
        return this;
    }

    Looks nodes(NodeSelectors selectors, ClusterNode... all) {
        nodes =
                Optional.of(
                        new Facts.Nodes(
                                List.of(all),
                                NodeExport.of(List.of(all), selectors, NOW),
                                heldNodes));
        return this;
    }

    Looks drainedBy(String... sources) {
        drainedBy = List.of(sources);
        return this;
    }

    Looks heldNodes(ExportedNode... entries) {
        heldNodes = Set.of(entries);
        return this;
    }

    Looks compared(LastComparison.Ended ended) {
        this.comparison = Optional.of(ended);
        return this;
    }

    Looks repaired(long documents) {
        repaired = documents;
        return this;
    }

    Looks failed(String namespace, String name, String why) {
        failed.put(new ServiceName(namespace, name), new FailedChanges.Failure(NOW, why));
        return this;
    }

    Looks held(String namespace, String name, KvKey... keys) {
        heldKeys.put(new ServiceName(namespace, name), Set.of(keys));
        return this;
    }

    Looks notComparing(String why) {
        whyNoComparison = why;
        return this;
    }

    Looks changed(History.Entry entry) {
        changes.add(0, entry);
        return this;
    }

    Looks connection(Connection connection) {
        connections.add(connection);
        return this;
    }

    Looks explained(String text) {
        explanation = text;
        return this;
    }

    String html(String query) {
        return page().html(query);
    }

    StatusPage page() {
        return new StatusPage(this::facts, (namespace, name) -> explanation, this::last);
    }

    private Optional<History.Entry> last(KvKey key) {
        return changes.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    Facts facts() {
        return new Facts(
                "cluster",
                "exporter-7c9f",
                NOW,
                leadership,
                isLockRead,
                NOW.minusSeconds(60),
                "",
                desired.services(),
                failed,
                heldKeys,
                nodes,
                drainedBy,
                held,
                DocumentSteps.KEYS.brakeRelease(),
                comparison,
                repaired,
                whyNoComparison,
                changes,
                connections);
    }
}
