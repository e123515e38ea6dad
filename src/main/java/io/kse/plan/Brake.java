package io.kse.plan;

import io.kse.document.BrakeReport;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.node.ExportedNode;
import io.kse.plan.NodeLosses.Loss;
import io.kse.plan.Release.Frees;
import io.kse.plan.Release.None;
import io.kse.plan.Release.Stale;
import io.kse.service.DeletePercent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds deletes that are too many to be believed, until they are fewer, not wanted any more, or an
 * operator lets exactly them go on. Between two counts of our documents never more of them go than
 * the limit, unless an operator says so, nor entries of the list of nodes within a minute; puts
 * always go on. Remembers what it let go on, so it must be asked in the order in which Consul was
 * read. Safe for several threads.
 */
public final class Brake {
    private final KeySpace keys;
    private final Losses losses;
    private final NodeBrake nodes;
    private final BrakeLines lines;
    private final ReportKey reportKey;
    private HeldDeletes held = HeldDeletes.NONE;

    /** False after winning until a comparison has told what documents are gone. */
    private boolean judged;

    /** Since when something has been held without a break; null while nothing is. */
    private Instant since;

    public Brake(KeySpace keys, DeletePercent most) {
        this.keys = keys;
        this.losses = new Losses(most);
        this.nodes = new NodeBrake(keys.nodes(), most);
        this.lines = new BrakeLines(keys, most);
        this.reportKey = new ReportKey(keys.brake());
    }

    /** What has to be read beside documents for an event, so that the report can change. */
    public Set<KvKey> alsoRead(Wanted wanted) {
        return wanted.nodes().isPresent()
                ? Set.of(keys.brake(), keys.nodes(), keys.drain())
                : Set.of(keys.brake());
    }

    /** True if deletes are held. */
    public synchronized boolean isHolding() {
        return !held.isEmpty();
    }

    /** The documents whose deletes are held. */
    public synchronized Set<KvKey> heldKeys() {
        return held.keys();
    }

    /** What is held, as it is in Consul meanwhile; empty while nothing is. */
    public synchronized Optional<BrakeReport> report() {
        return Optional.ofNullable(since).filter(s -> !held.isEmpty()).map(s -> reportNow());
    }

    /** The entries of the list of nodes that are held. */
    public synchronized Set<ExportedNode> heldNodes() {
        return held.nodes();
    }

    /** Where an operator's word would be. */
    public KvKey release() {
        return keys.brakeRelease();
    }

    /** As below. A comparison that cannot tell what is gone says nothing about what is held. */
    public Braked check(
            BrakeCause cause, Plan plan, Wanted wanted, Snapshot snapshot, Instant now) {
        boolean judges = cause.isComparison() && wanted.tellsOrphans(snapshot);
        Set<KvKey> keys = wanted.entries().keySet();
        return check(
                new BrakeQuestion(
                        cause, judges, plan.proposal(), keys, wanted.nodes(), snapshot, now));
    }

    /**
     * Which of the proposed changes go on, where the list of nodes is not spoken of.
     *
     * @param wanted the keys that Services want, as far as {@code proposal} speaks of them
     * @param snapshot what {@code proposal} was planned from: for a comparison all our documents,
     *     the report and the release, for an event also {@link #alsoRead}
     */
    public Braked check(
            BrakeCause cause,
            Proposal proposal,
            Set<KvKey> wanted,
            Snapshot snapshot,
            Instant now) {
        boolean judges = cause.isComparison();
        return check(
                new BrakeQuestion(
                        cause, judges, proposal, wanted, Optional.empty(), snapshot, now));
    }

    /** When to ask about the list of nodes again, so that what is held of it can go by itself. */
    public synchronized Optional<Instant> looksAgain() {
        return nodes.looksAgain();
    }

    private synchronized Braked check(BrakeQuestion asked) {
        if (asked.cause().isComparison()) {
            takeStock(asked.cause(), asked.snapshot());
        }
        judged |= asked.judges();
        Optional<Loss> loss = asked.nodes().map(w -> nodes.judge(w, asked.snapshot(), asked.now()));
        Set<KvKey> tooMany = losses.tooMany(asked.cause(), asked.proposal(), held.keys());
        Set<KvKey> stopped = new TreeSet<>(tooMany);
        stopped.removeIf(losses::isFreed);
        Release release = release(asked, stopped, tooMany, loss);
        if (release instanceof Frees frees) {
            losses.free(frees.freed().keys());
            nodes.free(frees.freed().nodes());
            stopped.clear();
        }
        Proposal going = asked.proposal().without(stopped);
        losses.letGo(going, asked.wanted());
        Optional<PlannedNodes> list = loss.map(l -> nodes.letGo(l, asked.snapshot(), asked.now()));
        Going all = Going.of(release, going, list);
        return hold(asked, after(asked, stopped, going), all, release);
    }

    /** A word is left for later while it is not known what it may free. */
    private Release release(
            BrakeQuestion asked, Set<KvKey> stopped, Set<KvKey> tooMany, Optional<Loss> loss) {
        boolean isAboutNodesOnly = held.keys().isEmpty() && tooMany.isEmpty();
        if (!asked.cause().isComparison() || !asked.judges() && !isAboutNodesOnly) {
            return new None();
        }
        HeldDeletes now = HeldDeletes.of(stopped, nodes.held());
        HeldDeletes again = HeldDeletes.of(tooMany, nodes.tooMany());
        Release release = Release.of(keys.brakeRelease(), asked.snapshot(), now, again);
        boolean isUsed = release instanceof Frees frees && frees(frees, loss, asked.snapshot());
        boolean isStale =
                release instanceof Stale && asked.judges() && !isUnknown(asked.snapshot());
        return isUsed || isStale ? release : new None();
    }

    /** True if it has an effect in Consul, so that it is not used up in vain. */
    private boolean frees(Frees frees, Optional<Loss> loss, Snapshot snapshot) {
        return !frees.freed().keys().isEmpty()
                || loss.filter(l -> nodes.canFree(l, snapshot)).isPresent();
    }

    /** True if the leader before has held what nobody could judge since. */
    private boolean isUnknown(Snapshot snapshot) {
        Optional<BrakeReport> before = reportKey.stored(snapshot);
        boolean documents = !judged && before.filter(report -> report.held() > 0).isPresent();
        boolean entries = !nodes.isJudged() && before.flatMap(BrakeReport::nodes).isPresent();
        return documents || entries;
    }

    /** A new leader knows of what is held from the report only. */
    private void takeStock(BrakeCause cause, Snapshot snapshot) {
        boolean isFirst = cause == BrakeCause.WON || !losses.isCounted();
        if (isFirst) {
            losses.forget();
            nodes.forget();
            judged = false;
            held = HeldDeletes.NONE;
            since = reportKey.stored(snapshot).map(BrakeReport::since).orElse(null);
        }
        if (isFirst || cause.countsAnew()) {
            losses.countAnew(OurDocument.keys(snapshot, keys));
        } else {
            losses.see(OurDocument.keys(snapshot, keys));
        }
    }

    private HeldDeletes after(BrakeQuestion asked, Set<KvKey> stopped, Proposal going) {
        Set<KvKey> after = new TreeSet<>(asked.judges() ? Set.of() : held.keys());
        asked.wanted().forEach(after::remove);
        going.deletes().forEach(after::remove);
        after.addAll(stopped);
        return HeldDeletes.of(after, nodes.held());
    }

    private Braked hold(BrakeQuestion asked, HeldDeletes after, Going going, Release release) {
        final HeldDeletes before = held;
        final boolean goesOn = !after.isEmpty() || isUnknown(asked.snapshot());
        final List<String> notices = notices(release, before, after, goesOn);
        held = after;
        since = goesOn ? Optional.ofNullable(since).orElse(asked.now()) : null;
        List<String> warnings = new ArrayList<>(lines.stale(release, held));
        if (losses.isCounted() && !held.isEmpty() && !held.equals(before)) {
            warnings.addAll(lines.holds(reportNow()));
        }
        return new Braked(
                going.proposal(),
                going.nodes(),
                going.release(),
                beside(release, asked.snapshot()),
                held.keys(),
                held.nodes(),
                warnings,
                notices);
    }

    private List<String> notices(
            Release release, HeldDeletes before, HeldDeletes after, boolean goesOn) {
        if (release instanceof Frees frees) {
            return lines.released(frees);
        }
        boolean isOver = since != null && !(goesOn && before.isEmpty());
        return isOver ? lines.ended(before, after) : List.of();
    }

    private BrakeReport reportNow() {
        return new BrakeReport(
                held.id(),
                since,
                losses.base(),
                losses.limit(),
                losses.gone(),
                held.keys().size(),
                List.copyOf(held.keys()),
                nodes.report());
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
        if (!held.isEmpty()) {
            return reportKey.put(reportNow(), snapshot);
        }
        return isUnknown(snapshot) ? Optional.empty() : reportKey.delete(snapshot);
    }
}
