package io.kse.plan;

import io.kse.document.BrakeReport;
import io.kse.document.BrakeReport.HeldNodes;
import io.kse.document.KeySpace;
import io.kse.plan.Release.Frees;
import io.kse.plan.Release.Stale;
import io.kse.service.DeletePercent;
import io.kse.service.Quoted;
import java.util.ArrayList;
import java.util.List;

/** What the log says about the brake. A warning always says what an operator can do. */
record BrakeLines(KeySpace keys, DeletePercent most) {
    List<String> stale(Release release, HeldDeletes held) {
        if (!(release instanceof Stale stale)) {
            return List.of();
        }
        String now = held.isEmpty() ? "nothing is held" : "held is " + held.id();
        return List.of(
                "The release %s at %s names no deletes that are held, and is removed: %s"
                        .formatted(Quoted.of(stale.text()), keys.brakeRelease(), now));
    }

    /** One for the documents, one for the list of nodes; the id is of both together. */
    List<String> holds(BrakeReport report) {
        List<String> lines = new ArrayList<>();
        if (report.held() > 0) {
            lines.add(holdsDocuments(report));
        }
        report.nodes().ifPresent(nodes -> lines.add(holdsNodes(nodes, report.id())));
        return lines;
    }

    private String holdsDocuments(BrakeReport report) {
        return ("%d deletes are held: at most %d of %d documents may go by themselves (%s), %d have"
                        + " gone; the keys are at %s; to let exactly these go on, write %s to %s")
                .formatted(
                        report.held(),
                        report.limit(),
                        report.base(),
                        most,
                        report.deleted(),
                        keys.brake(),
                        report.id(),
                        keys.brakeRelease());
    }

    private String holdsNodes(HeldNodes nodes, String id) {
        return ("%d entries stay in the list of nodes though their Nodes are not to be used now (not"
                        + " ready, cordoned or not selected): at most %d of %d may go within a"
                        + " minute (%s), %d have gone; they are at %s; a Node that is deleted, or"
                        + " is to be used again, needs nothing; to let exactly what is held go on,"
                        + " write %s to %s")
                .formatted(
                        nodes.held(),
                        nodes.limit(),
                        nodes.base(),
                        most,
                        nodes.deleted(),
                        keys.brake(),
                        id,
                        keys.brakeRelease());
    }

    List<String> released(Frees frees) {
        List<String> lines = new ArrayList<>();
        if (!frees.freed().keys().isEmpty()) {
            lines.add(
                    "%d held deletes go on: an operator has released them"
                            .formatted(frees.freed().keys().size()));
        }
        if (!frees.freed().nodes().isEmpty()) {
            lines.add(
                    "%d held entries leave the list of nodes: an operator has released them"
                            .formatted(frees.freed().nodes().size()));
        }
        return lines;
    }

    /** That what was held {@code before} is over by itself, whether or not the other kind is. */
    List<String> ended(HeldDeletes before, HeldDeletes after) {
        List<String> lines = new ArrayList<>();
        boolean wasAnother = before.isEmpty() && after.isEmpty();
        if (wasAnother || !before.keys().isEmpty() && after.keys().isEmpty()) {
            lines.add("No deletes are held any more: they are few enough, or not wanted any more");
        }
        if (!before.nodes().isEmpty() && after.nodes().isEmpty()) {
            lines.add(
                    "No entries of the list of nodes are held any more: they are few enough, or"
                            + " their Nodes are back or deleted");
        }
        return lines;
    }
}
