package io.kse.plan;

import io.kse.document.BrakeReport;
import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Snapshot.Stored;
import java.util.Optional;

/** Where the brake's report is. It is written only if it differs, and goes when nothing is held. */
record ReportKey(KvKey key) {
    /** Empty if there is none, or something else. */
    Optional<BrakeReport> stored(Snapshot snapshot) {
        return snapshot.get(key).flatMap(stored -> BrakeReport.read(stored.value()));
    }

    /** What makes Consul hold {@code report}. */
    Optional<KvChange> put(BrakeReport report, Snapshot snapshot) {
        if (stored(snapshot).filter(report::equals).isPresent()) {
            return Optional.empty();
        }
        int held = report.held() + report.nodes().map(nodes -> nodes.held()).orElse(0);
        long index = snapshot.get(key).map(Stored::index).orElse(0L);
        return Optional.of(new Put(key, report.json(), index, held + " deletes are held"));
    }

    /** What takes away whatever is there. */
    Optional<KvChange> delete(Snapshot snapshot) {
        return snapshot.get(key).map(there -> new Delete(key, there.index(), "nothing is held"));
    }
}
