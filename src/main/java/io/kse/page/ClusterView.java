package io.kse.page;

import io.kse.document.BrakeReport;
import io.kse.leadership.Fence;
import io.kse.leadership.LeadershipState;
import io.kse.node.ClusterNode;
import io.kse.node.NodeVerdict;
import io.kse.page.PageView.Change;
import io.kse.page.PageView.Comparison;
import io.kse.page.PageView.Ended;
import io.kse.page.PageView.Held;
import io.kse.page.PageView.Leader;
import io.kse.page.PageView.Link;
import io.kse.page.PageView.Trouble;
import io.kse.service.ServiceName;
import io.kse.status.Changes;
import io.kse.status.Compared;
import io.kse.status.FailedChanges.Failure;
import io.kse.status.History;
import io.kse.status.LastComparison;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the page shows beside the Services: who leads, what is held, Nodes, the last changes. */
final class ClusterView {
    private static final int NODES = 200;

    private final Facts facts;
    private final Instant now;

    ClusterView(Facts facts) {
        this.facts = facts;
        this.now = facts.now();
    }

    Leader leader() {
        LeadershipState state = facts.leadership();
        Moment since = Moment.of(facts.leadershipSince(), now);
        if (state instanceof LeadershipState.Leading leading) {
            String text = "This replica (%s) leads.".formatted(facts.pod());
            return new Leader(
                    "leading", text, Moment.of(leading.since(), now), fence(leading.fence()), true);
        } else if (state instanceof LeadershipState.Standby standby) {
            String text =
                    ("This replica (%s) is a standby: it writes nothing. %s leads; only the"
                                    + " leader knows what is held.")
                            .formatted(facts.pod(), standby.holder());
            return new Leader("standby", text, since, "", false);
        }
        String text =
                "Nobody is known to lead; this replica (%s) campaigns, changes wait."
                        .formatted(facts.pod());
        return new Leader("campaigning", text, since, "", false);
    }

    /** A session's id is shown as the log shows it: enough to find it. */
    private static String fence(Fence fence) {
        if (fence instanceof Fence.SessionFence held) {
            return "lock %s, session %s…".formatted(held.key(), held.session().split("-")[0]);
        } else if (fence instanceof Fence.IndexFence index) {
            return "key %s at index %d".formatted(index.key(), index.index());
        }
        return fence.key().toString();
    }

    List<Link> connections() {
        return facts.connections().stream()
                .map(c -> new Link(c.name(), c.address(), c.isWell() ? "good" : "bad", c.state()))
                .toList();
    }

    List<Trouble> troubles() {
        List<Trouble> troubles = new ArrayList<>();
        facts.connections().stream()
                .filter(connection -> !connection.isWell())
                .map(c -> new Trouble("%s at %s: %s".formatted(c.name(), c.address(), c.state())))
                .forEach(troubles::add);
        if (!facts.whyNoComparison().isEmpty()) {
            troubles.add(new Trouble("Nothing is compared: " + facts.whyNoComparison()));
        }
        if (!facts.failed().isEmpty()) {
            troubles.add(new Trouble(failed()));
        }
        if (mayBeUnwritten(facts.leadership())) {
            troubles.add(
                    new Trouble(
                            "No leader is known since %s: what has changed since then may not be written yet."
                                    .formatted(Moment.of(facts.leadershipSince(), now).clock())));
        }
        if (facts.held().isPresent()) {
            troubles.add(
                    new Trouble("Deletes are held until somebody lets them go on: see below."));
        }
        return troubles;
    }

    private String failed() {
        int count = facts.failed().size();
        Map.Entry<ServiceName, Failure> one = facts.failed().entrySet().iterator().next();
        return "Consul did not take the last change of %s, such as %s: %s"
                .formatted(
                        count == 1 ? "1 Service" : ServiceTable.number(count) + " Services",
                        one.getKey(),
                        one.getValue().why());
    }

    /** A leader writes; a standby knows of one that does. */
    private static boolean mayBeUnwritten(LeadershipState state) {
        return !(state instanceof LeadershipState.Leading
                || state instanceof LeadershipState.Standby);
    }

    Comparison comparison() {
        Changes.Count drift = facts.drift();
        return new Comparison(
                facts.comparison().map(this::ended).stream().toList(),
                drift.isZero() ? "none since the start" : drift + " since the start");
    }

    private Ended ended(LastComparison.Ended last) {
        Compared compared = last.compared();
        String services = ServiceTable.number(compared.services());
        return new Ended(
                Moment.of(last.at(), now),
                services + (compared.listed() ? " Services, listed" : " Services, from the cache"),
                ServiceTable.number(compared.took().toMillis()) + " ms",
                compared.made().toString(),
                compared.why(),
                compared.left() == 0
                        ? ""
                        : compared.left() + " Services tried again by themselves");
    }

    Optional<Held> held() {
        return facts.held().map(this::held);
    }

    private Held held(BrakeReport report) {
        List<String> lines = new ArrayList<>();
        if (report.held() > 0) {
            lines.add(
                    "%s of %s documents; %s may go until they are counted anew, %s have gone."
                            .formatted(
                                    ServiceTable.number(report.held()),
                                    ServiceTable.number(report.base()),
                                    ServiceTable.number(report.limit()),
                                    ServiceTable.number(report.deleted())));
        }
        report.nodes()
                .map(
                        nodes ->
                                "%s of %s entries of the list of nodes; %s may go within a minute."
                                        .formatted(
                                                ServiceTable.number(nodes.held()),
                                                ServiceTable.number(nodes.base()),
                                                ServiceTable.number(nodes.limit())))
                .ifPresent(lines::add);
        List<String> keys = new ArrayList<>(report.keys().stream().map(Object::toString).toList());
        report.nodes().ifPresent(nodes -> keys.addAll(nodes.entries()));
        int more = report.held() + report.nodes().map(n -> n.held()).orElse(0) - keys.size();
        return new Held(
                report.id(),
                Moment.of(report.since(), now),
                lines,
                keys,
                more > 0 ? "and %s more".formatted(ServiceTable.number(more)) : "",
                "consul kv put %s %s".formatted(facts.release(), report.id()));
    }

    Optional<PageView.Nodes> nodes() {
        return facts.nodes().map(this::nodes);
    }

    private PageView.Nodes nodes(Facts.Nodes nodes) {
        List<PageView.Node> rows =
                nodes.all().stream()
                        .sorted(
                                Comparator.comparing(
                                                (ClusterNode n) -> verdict(n, nodes).isIncluded())
                                        .thenComparing(ClusterNode::name))
                        .map(node -> node(node, verdict(node, nodes)))
                        .toList();
        long in = nodes.all().stream().filter(n -> verdict(n, nodes).isIncluded()).count();
        int more = rows.size() - NODES;
        return new PageView.Nodes(
                ServiceTable.number(in),
                ServiceTable.number(rows.size() - in),
                ServiceTable.number(rows.size()),
                nodes.export().selector().map(Object::toString).orElse(""),
                rows.stream().limit(NODES).toList(),
                more > 0 ? "and %s more".formatted(ServiceTable.number(more)) : "",
                in == 0);
    }

    private NodeVerdict verdict(ClusterNode node, Facts.Nodes nodes) {
        return NodeVerdict.of(node, nodes.export().selector(), now);
    }

    private PageView.Node node(ClusterNode node, NodeVerdict verdict) {
        String until =
                verdict == NodeVerdict.PRETENDS
                        ? node.pretendReadyUntil().map(at -> ", until " + at).orElse("")
                        : "";
        return new PageView.Node(
                node.name(),
                String.join(", ", node.addresses()),
                verdict.isIncluded() ? "good" : "bad",
                verdict.isIncluded() ? "in" : "out",
                verdict.reason() + until);
    }

    List<Change> changes() {
        return facts.changes().stream().map(this::change).toList();
    }

    private Change change(History.Entry entry) {
        return new Change(
                Moment.of(entry.at(), now),
                entry.key().path(),
                entry.put() ? "put" : "delete",
                entry.put() ? "written" : "deleted",
                entry.what());
    }
}
