package io.kse.flow;

import io.fabric8.kubernetes.api.model.Node;
import io.kse.kubernetes.EventSource;
import io.kse.listen.Listeners;
import io.kse.node.ClusterNode;
import io.kse.node.ExportedNode;
import io.kse.node.NodeExport;
import io.kse.node.NodeSelectors;
import io.kse.plan.Drain;
import io.kse.plan.Touch.TouchedNodes;
import io.kse.plan.WantedNodes;
import io.kse.status.NodeNotices;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The questions around the list of nodes: whether an event matters to it, what it is as of now, and
 * when it has to be looked at though nothing has happened. Makes it of the complete cache only:
 * while that is incomplete there is no list, and the last one stays.
 */
public final class NodeLists {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final String DELETED = "DELETED";

    private final Supplier<Optional<List<Node>>> nodes;
    private final NodeSelectors selectors;
    private final Supplier<Drain> draining;
    private final Supplier<Optional<Instant>> brake;
    private final IntSupplier held;
    private final Runnable listAgain;
    private final NodeNotices notices;
    private final Clock clock;
    private final Relisting relisting;
    private final DeletedNodes deleted = new DeletedNodes();
    private final Map<String, ClusterNode> known = new HashMap<>();
    private Optional<NodeExport> latest = Optional.empty();
    private Drain drain;
    private Instant looked;
    private final Listeners<Consumer<Optional<NodeExport>>> onLook = new Listeners<>();

    /** Since the brake was last told: what it holds may go then, though the list is the same. */
    private boolean isDeleted;

    /**
     * @param nodes all of them; empty while they are not all known
     * @param draining whether the cluster is drained
     * @param brake when it may judge the same list otherwise; empty if never
     * @param held how many entries it holds
     * @param listAgain has the watch list all Nodes anew; returns at once
     */
    public NodeLists(
            Supplier<Optional<List<Node>>> nodes,
            NodeSelectors selectors,
            Supplier<Drain> draining,
            Supplier<Optional<Instant>> brake,
            IntSupplier held,
            Runnable listAgain,
            NodeNotices notices,
            Clock clock) {
        this.nodes = nodes;
        this.selectors = selectors;
        this.draining = draining;
        this.drain = draining.get();
        this.brake = brake;
        this.held = held;
        this.listAgain = listAgain;
        this.notices = notices;
        this.clock = clock;
        this.looked = clock.instant();
        this.relisting = new Relisting(looked);
    }

    /** Who hears what each look has come to; empty while drained, or not all Nodes are known. */
    void onLook(Consumer<Optional<NodeExport>> listener) {
        onLook.add(listener);
    }

    /**
     * False for an event that changes nothing of what a list is made of, such as a heartbeat.
     *
     * @param action as Kubernetes calls it
     */
    public synchronized boolean isNews(Node node, Object action, EventSource source) {
        String name = node.getMetadata().getName();
        if (DELETED.equals(String.valueOf(action))) {
            deleted.add(name, source);
            isDeleted |= source == EventSource.WATCHED;
            notices.forget(name);
            return known.remove(name) != null;
        }
        deleted.remove(name);
        ClusterNode now = ClusterNode.of(node);
        boolean isNews = !now.equals(known.put(name, now));
        if (isNews) {
            notices.tell(now);
        }
        return isNews;
    }

    /** Which of two events in one moment of unrest stands for both: the wait counts from it. */
    public Object earlier(Object earlier, Object later) {
        return earlier;
    }

    /**
     * True if the list must not wait any longer for quiet.
     *
     * @param firstEvent in milliseconds since 1970
     */
    public boolean hasWaited(long firstEvent) {
        return clock.millis() - firstEvent >= LONGEST_WAIT.toMillis();
    }

    /**
     * True if there is something to look at that no event tells of: the first list, which may be of
     * no Node at all, or what time alone may have changed, or the brake.
     */
    public synchronized boolean isDue() {
        Instant now = clock.instant();
        // Where the clock was set back, what would pass before the last look would pass unseen.
        return looked.isAfter(now)
                || latest.isEmpty() && nodes.get().isPresent()
                || hasPassed(latest.flatMap(NodeExport::changesAt), now)
                || mayFree(now);
    }

    /** True if the brake may let go what it holds, though the list is the same. */
    private boolean mayFree(Instant now) {
        return hasPassed(brake.get(), now) || isDeleted && held.getAsInt() > 0;
    }

    /** Each moment counts once. */
    private boolean hasPassed(Optional<Instant> moment, Instant now) {
        return moment.filter(at -> at.isAfter(looked) && !at.isAfter(now)).isPresent();
    }

    /**
     * True if the list is another than the last one that was looked at or asked for, or the brake
     * may let go what it holds: its time has come, or a Node was deleted. Says what an operator has
     * to know of it. While the cluster is drained the list is the same, whatever becomes of Nodes.
     */
    public synchronized boolean look() {
        Instant now = clock.instant();
        boolean mayFree = mayFree(now);
        isDeleted &= !mayFree;
        Optional<SortedSet<ExportedNode>> before = latest.map(NodeExport::nodes);
        Drain drainBefore = drain;
        latest = export(now);
        drain = draining.get();
        looked = now;
        published().ifPresent(notices::tell);
        onLook.tell(each -> each.accept(published()));
        return mayFree
                || !drain.equals(drainBefore)
                || !drain.isDrained() && !latest.map(NodeExport::nodes).equals(before);
    }

    /**
     * As {@link #look()}, for a comparison, which writes the list anyway. With that of the timer,
     * and of a new leader, the watch lists all Nodes again, since nothing else would find out that
     * it tells nothing any more; not each time that such a comparison has to begin anew.
     */
    public void compare(Set<Trigger> triggers) {
        look();
        if (relisting.isDue(triggers, clock.instant())) {
            listAgain.run();
        }
    }

    /** What is to be planned, whatever it comes to by then. */
    public TouchedNodes touched() {
        return new TouchedNodes();
    }

    /**
     * What the key should hold now; empty if it stays as it is. Noted, for whoever asks has to plan
     * it: the next look is for what has become another since. A drained cluster needs no Node to be
     * known.
     */
    public synchronized Optional<WantedNodes> wanted() {
        latest = export(clock.instant());
        drain = draining.get();
        Optional<WantedNodes> wanted =
                drain.isDrained() ? Optional.of(WantedNodes.DRAINED) : included();
        isDeleted &= wanted.isEmpty();
        return wanted;
    }

    private Optional<WantedNodes> included() {
        return latest.filter(all -> drain.isKnown())
                .map(NodeExport::nodes)
                .filter(nodes -> !nodes.isEmpty())
                .map(nodes -> new WantedNodes(nodes, deleted.names()));
    }

    private Optional<NodeExport> export(Instant now) {
        return nodes.get()
                .map(all -> all.stream().map(ClusterNode::of).toList())
                .map(all -> NodeExport.of(all, selectors, now));
    }

    /**
     * What was looked at or asked for last, whether or not the cluster is drained; empty while not
     * all Nodes are known.
     */
    synchronized Optional<NodeExport> latest() {
        return latest;
    }

    /** The same as far as it is to be published. */
    synchronized Optional<NodeExport> published() {
        return latest.filter(all -> !drain.isDrained());
    }

    /**
     * For a watch that has ended, or begins anew: nothing is known, whatever it tells is news, and
     * what it told before is old.
     */
    public synchronized void forget() {
        known.clear();
        deleted.clear();
        isDeleted = false;
        relisting.begun(clock.instant());
        latest = Optional.empty();
        onLook.tell(each -> each.accept(latest));
    }
}
