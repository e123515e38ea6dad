package io.kse.status;

import io.kse.document.KvKey;
import io.kse.leadership.LeadershipState;
import io.kse.plan.KvChange;
import io.kse.plan.Plan;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Transaction;
import io.kse.plan.Wanted;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.ServiceName;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The changes that Consul has not made, and why: what a Service wants is not what Consul holds
 * then. Remembers the last failure of each, until it is made, or the plan does not ask for it any
 * more. Safe for several threads.
 */
public final class FailedChanges {
    private final Clock clock;
    private final Map<KvKey, Change> failed = new HashMap<>();

    /** Then what was still under way here tells nothing. */
    private boolean othersLead;

    private record Change(ServiceName service, Failure failure) {}

    /**
     * Why a Service's last change was not made.
     *
     * @param at by our clock
     * @param why one line, without any token
     */
    public record Failure(Instant at, String why) {}

    public FailedChanges(Clock clock) {
        this.clock = clock;
    }

    /**
     * Consul has made none of these changes. Services that it has nothing against are tried again
     * by themselves, and so are not remembered.
     *
     * @param keys that it has something against; empty if that is not known
     */
    synchronized void failed(Transaction transaction, Collection<KvKey> keys, String why) {
        if (othersLead) {
            return;
        }
        Failure failure = new Failure(clock.instant(), why);
        transaction.touched().stream()
                .filter(Touched.class::isInstance)
                .map(Touched.class::cast)
                .filter(each -> keys.isEmpty() || !Collections.disjoint(each.keys(), keys))
                .forEach(each -> failed(each, failure));
    }

    private void failed(Touched touched, Failure failure) {
        Change change = new Change(touched.service(), failure);
        touched.keys().forEach(key -> failed.put(key, change));
    }

    synchronized void made(Transaction transaction) {
        transaction.changes().forEach(change -> failed.remove(change.key()));
    }

    /** What {@code plan} speaks of and does not change is as it should be, or is to stay. */
    public synchronized void planned(Plan plan, Wanted wanted) {
        if (failed.isEmpty()) {
            return;
        }
        Set<KvKey> changing = plan.all().map(KvChange::key).collect(Collectors.toSet());
        boolean tellsAll = wanted.unowned() == Unowned.ORPHANED;
        failed.keySet()
                .removeIf(
                        key ->
                                !changing.contains(key)
                                        && (tellsAll || wanted.keys().contains(key)));
    }

    /** What becomes of them while another replica writes is not known here. */
    public synchronized void leadershipChanged(LeadershipState before, LeadershipState now) {
        othersLead = now instanceof LeadershipState.Standby;
        if (othersLead) {
            failed.clear();
        }
    }

    /** Empty if Consul has made all changes of {@code service} that it was asked for. */
    public Optional<Failure> last(ServiceName service) {
        return Optional.ofNullable(all().get(service));
    }

    /** The last one of each Service that has any, by name. */
    public synchronized Map<ServiceName, Failure> all() {
        Map<ServiceName, Failure> all = new TreeMap<>();
        failed.values()
                .forEach(
                        change ->
                                all.merge(
                                        change.service(), change.failure(), FailedChanges::later));
        return all;
    }

    private static Failure later(Failure one, Failure other) {
        return one.at().isBefore(other.at()) ? other : one;
    }
}
