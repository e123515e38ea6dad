package io.kse.status;

import io.kse.document.KvKey;
import io.kse.plan.Plan;
import io.kse.plan.Snapshot;
import io.kse.plan.Wanted;
import io.kse.plan.Wanted.Unowned;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what comparisons leave alone though no Service wants it: entries that somebody has written
 * by hand where documents of this cluster are, and everything while Consul hides some keys from us.
 * Says each thing once, until it is another.
 */
public final class LeftAlone {
    private static final Logger LOG = LoggerFactory.getLogger(LeftAlone.class);
    private static final int NAMED = 3;

    private SortedMap<KvKey, String> foreign = new TreeMap<>();
    private boolean isFiltered;

    /** Only a comparison with a live list tells; anything else speaks of what is wanted only. */
    public synchronized void tell(Plan plan, Wanted wanted, Snapshot snapshot) {
        if (wanted.unowned() != Unowned.ORPHANED || wanted.partial()) {
            return;
        }
        tellFiltered(snapshot.isFiltered());
        if (!snapshot.isFiltered()) {
            tellForeign(plan.foreign());
        }
    }

    private void tellFiltered(boolean now) {
        if (now && !isFiltered) {
            LOG.warn(
                    "Consul hides some keys from our token: what no Service wants stays meanwhile");
        }
        isFiltered = now;
    }

    private void tellForeign(SortedMap<KvKey, String> now) {
        if (!now.equals(foreign) && !now.isEmpty()) {
            LOG.warn(
                    "{} entries under our suffix were not written by us and stay: {}",
                    now.size(),
                    names(now));
        }
        foreign = now;
    }

    private static String names(SortedMap<KvKey, String> foreign) {
        String first =
                foreign.entrySet().stream()
                        .limit(NAMED)
                        .map(LeftAlone::name)
                        .collect(Collectors.joining(", "));
        int more = foreign.size() - NAMED;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static String name(Map.Entry<KvKey, String> entry) {
        return entry.getKey() + " (" + entry.getValue() + ")";
    }
}
