package io.kse.plan;

import io.kse.document.BrakeReport;
import io.kse.document.KeySpace;
import io.kse.plan.Release.Frees;
import io.kse.plan.Release.Stale;
import io.kse.service.DeletePercent;
import io.kse.service.Quoted;
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

    String holds(BrakeReport report) {
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

    String ended(Release release) {
        return release instanceof Frees frees
                ? "%d held deletes go on: an operator has released them"
                        .formatted(frees.keys().size())
                : "No deletes are held any more: they are few enough, or not wanted any more";
    }
}
