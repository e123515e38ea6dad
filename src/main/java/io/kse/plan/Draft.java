package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.service.ServiceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Plan while it is made. */
final class Draft {
    private final Map<KvChange, ServiceName> changes = new HashMap<>();
    private final List<Delete> orphans = new ArrayList<>();
    private final Map<KvKey, String> left = new HashMap<>();

    void add(KvChange change, ServiceName owner) {
        changes.put(change, owner);
    }

    void addOrphan(Delete orphan) {
        orphans.add(orphan);
    }

    void leave(KvKey key, String why) {
        left.put(key, why);
    }

    Plan plan() {
        return Plan.of(changes, orphans, left);
    }
}
