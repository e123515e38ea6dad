package io.kse.page;

import io.kse.leadership.Fence;
import io.kse.leadership.LeadershipState;
import io.kse.page.PageView.Change;
import io.kse.page.PageView.Comparison;
import io.kse.page.PageView.Ended;
import io.kse.page.PageView.Leader;
import io.kse.page.PageView.Link;
import io.kse.page.PageView.Trouble;
import io.kse.service.ServiceName;
import io.kse.status.Compared;
import io.kse.status.FailedChanges.Failure;
import io.kse.status.History;
import io.kse.status.LastComparison;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the page shows beside the Services: who leads, what it works with, the last changes. */
final class ClusterView {
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
        return facts.isLockRead() ? campaigning(since) : unknown(since);
    }

    private Leader campaigning(Moment since) {
        String text =
                "Nobody is known to lead; this replica (%s) campaigns, changes wait.%s"
                        .formatted(
                                facts.pod(),
                                facts.held().isEmpty()
                                        ? " Whether deletes are held is not known."
                                        : "");
        return new Leader("campaigning", text, since, "", false);
    }

    private Leader unknown(Moment since) {
        String text =
                "It is not known yet who leads: this replica (%s) has not read the lock yet."
                        .formatted(facts.pod());
        return new Leader("unknown", text, since, "", false);
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
        if (!facts.drainedBy().isEmpty()) {
            troubles.add(new Trouble(drained()));
        }
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
                            "No leader is known since %s: what has changed since shortly before may not be written yet."
                                    .formatted(Moment.of(facts.leadershipSince(), now).clock())));
        }
        if (facts.held().isPresent()) {
            troubles.add(new Trouble("Deletes are held: see below."));
        }
        return troubles;
    }

    private String drained() {
        return "This cluster is drained by %s: its list of nodes is [] on purpose; Consul Services, if any, are in maintenance."
                .formatted(String.join(" and ", facts.drainedBy()));
    }

    private boolean leads() {
        return facts.leadership() instanceof LeadershipState.Leading;
    }

    private String failed() {
        int count = facts.failed().size();
        Map.Entry<ServiceName, Failure> one = facts.failed().entrySet().iterator().next();
        return "Consul did not take the last change of %s at least, such as %s: %s"
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
        return new Comparison(
                facts.comparison().map(this::ended).stream().toList(),
                facts.repaired() == 0
                        ? "none since the start"
                        : ServiceTable.number(facts.repaired()) + " since the start");
    }

    private Ended ended(LastComparison.Ended last) {
        Compared compared = last.compared();
        String services = ServiceTable.number(compared.services());
        return new Ended(
                Moment.of(last.at(), now),
                services
                        + (compared.listed()
                                ? " Services, just listed"
                                : " Services, as the watch knew them"),
                ServiceTable.number(compared.took().toMillis()) + " ms",
                leads() ? "" : ", by this replica, while it led",
                compared.made().toString(),
                compared.why(),
                compared.left() == 0
                        ? ""
                        : compared.left() + " Services tried again by themselves");
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
