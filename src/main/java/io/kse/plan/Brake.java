package io.kse.plan;

import io.kse.document.BrakeReport;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.OurDocument.Ours;
import io.kse.plan.Release.Frees;
import io.kse.plan.Release.None;
import io.kse.plan.Release.Stale;
import io.kse.plan.Snapshot.Stored;
import io.kse.service.DeletePercent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds deletes that are too many to be believed, until they are fewer, not wanted any more, or an
 * operator lets exactly them go on. Between two counts of our documents never more of them go than
 * the limit, unless an operator says so; puts always go on. Remembers what it let go on, so it must
 * be asked in the order in which Consul was read. Safe for several threads.
 */
public final class Brake {
    private final KeySpace keys;
    private final Losses losses;
    private final BrakeLines lines;

    private HeldDeletes held = HeldDeletes.NONE;

    /** Since when something has been held without a break; null while nothing is. */
    private Instant since;

    public Brake(KeySpace keys, DeletePercent most) {
        this.keys = keys;
        this.losses = new Losses(most);
        this.lines = new BrakeLines(keys, most);
    }

    /** What has to be read beside the documents for an event, so that the report can change. */
    public Set<KvKey> alsoRead() {
        return Set.of(keys.brake());
    }

    /** True if deletes are held. */
    public synchronized boolean isHolding() {
        return !held.isEmpty();
    }

    /** Where an operator's word would be. */
    public KvKey release() {
        return keys.brakeRelease();
    }

    /**
     * As below, for a plan and what it was made for. A comparison that could not tell what is gone
     * says nothing about what is held.
     */
    public Braked check(
            BrakeCause cause, Plan plan, Wanted wanted, Snapshot snapshot, Instant now) {
        boolean judges = cause.isComparison() && wanted.tellsOrphans(snapshot);
        return check(cause, judges, plan.proposal(), wanted.entries().keySet(), snapshot, now);
    }

    /**
     * Which of the proposed changes go on.
     *
     * @param wanted the keys that Services want, as far as {@code proposal} speaks of them
     * @param snapshot what {@code proposal} was planned from: for a comparison all our documents,
     *     the report and the release, for an event also {@link #alsoRead()}
     */
    public Braked check(
            BrakeCause cause,
            Proposal proposal,
            Set<KvKey> wanted,
            Snapshot snapshot,
            Instant now) {
        return check(cause, cause.isComparison(), proposal, wanted, snapshot, now);
    }

    private synchronized Braked check(
            BrakeCause cause,
            boolean judges,
            Proposal proposal,
            Set<KvKey> wanted,
            Snapshot snapshot,
            Instant now) {
        if (cause.isComparison()) {
            takeStock(cause, snapshot);
        }
        Set<KvKey> tooMany = losses.tooMany(cause, proposal, held.keys());
        Set<KvKey> stopped = new TreeSet<>(tooMany);
        stopped.removeIf(losses::isFreed);
        Release release =
                judges ? Release.of(keys.brakeRelease(), snapshot, stopped, tooMany) : new None();
        if (release instanceof Frees frees) {
            losses.free(frees.keys());
            stopped.clear();
        }
        Proposal going = proposal.without(stopped);
        losses.letGo(going, wanted);
        return hold(after(judges, stopped, wanted, going), going, release, snapshot, now);
    }

    /** A new leader knows of what is held from the report only. */
    private void takeStock(BrakeCause cause, Snapshot snapshot) {
        boolean isFirst = cause == BrakeCause.WON || !losses.isCounted();
        if (isFirst) {
            losses.forget();
            held = HeldDeletes.NONE;
            since = stored(snapshot).map(BrakeReport::since).orElse(null);
        }
        if (isFirst || cause.countsAnew()) {
            losses.countAnew(ours(snapshot));
        } else {
            losses.see(ours(snapshot));
        }
    }

    private List<KvKey> ours(Snapshot snapshot) {
        return snapshot.stored().entrySet().stream()
                .filter(entry -> keys.isOurs(entry.getKey().path()))
                .filter(entry -> isDocument(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean isDocument(Stored stored) {
        return OurDocument.of(stored, keys.clusterId()) instanceof Ours;
    }

    private HeldDeletes after(
            boolean judges, Set<KvKey> stopped, Set<KvKey> wanted, Proposal going) {
        Set<KvKey> after = new TreeSet<>(judges ? Set.of() : held.keys());
        wanted.forEach(after::remove);
        going.deletes().forEach(after::remove);
        after.addAll(stopped);
        return HeldDeletes.of(after);
    }

    private Braked hold(
            HeldDeletes after, Proposal going, Release release, Snapshot snapshot, Instant now) {
        final HeldDeletes before = held;
        final boolean ends = since != null && after.isEmpty() || release instanceof Frees;
        held = after;
        since = after.isEmpty() ? null : Optional.ofNullable(since).orElse(now);
        List<String> warnings = new ArrayList<>(lines.stale(release, held));
        if (losses.isCounted() && !held.isEmpty() && !held.equals(before)) {
            warnings.add(lines.holds(report()));
        }
        List<String> notices = ends ? List.of(lines.ended(release)) : List.of();
        return braked(going, release, beside(release, snapshot), warnings, notices);
    }

    private Braked braked(
            Proposal going,
            Release release,
            List<KvChange> beside,
            List<String> warnings,
            List<String> notices) {
        if (release instanceof Frees frees) {
            Transaction freeing = FreeingTransaction.of(frees, going);
            Proposal rest = going.without(Proposal.keys(freeing.changes().stream()));
            return new Braked(rest, Optional.of(freeing), beside, held.keys(), warnings, notices);
        }
        return new Braked(going, Optional.empty(), beside, held.keys(), warnings, notices);
    }

    private BrakeReport report() {
        return new BrakeReport(
                held.id(),
                since,
                losses.base(),
                losses.limit(),
                losses.gone(),
                held.keys().size(),
                List.copyOf(held.keys()));
    }

    private static Optional<BrakeReport> read(Stored stored) {
        return BrakeReport.read(stored.value());
    }

    private Optional<BrakeReport> stored(Snapshot snapshot) {
        return snapshot.get(keys.brake()).flatMap(Brake::read);
    }

    private List<KvChange> beside(Release release, Snapshot snapshot) {
        List<KvChange> beside = new ArrayList<>();
        if (losses.isCounted()) {
            reportChange(snapshot).ifPresent(beside::add);
        }
        if (release instanceof Stale stale) {
            beside.add(stale.word());
        }
        return beside;
    }

    private Optional<KvChange> reportChange(Snapshot snapshot) {
        Optional<Stored> stored = snapshot.get(keys.brake());
        if (held.isEmpty()) {
            return stored.map(there -> new Delete(keys.brake(), there.index(), "nothing is held"));
        }
        if (stored.flatMap(Brake::read).filter(report()::equals).isPresent()) {
            return Optional.empty();
        }
        long index = stored.map(Stored::index).orElse(0L);
        String why = held.keys().size() + " deletes are held";
        return Optional.of(new Put(keys.brake(), report().json(), index, why));
    }
}
