package io.kse.page;

import io.kse.document.BrakeReport;
import io.kse.document.KvKey;
import io.kse.leadership.LeadershipState;
import io.kse.node.ClusterNode;
import io.kse.node.ExportedNode;
import io.kse.node.NodeExport;
import io.kse.plan.KnownService;
import io.kse.service.ServiceName;
import io.kse.status.FailedChanges;
import io.kse.status.History;
import io.kse.status.LastComparison;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the page shows, as it was at one moment. Holds no token: nothing that knows one
 * is asked.
 *
 * @param pod the name of this replica, as the lock has it
 * @param isLockRead false until this replica has looked who leads
 * @param leadershipSince since when {@code leadership} is as it is, as this replica saw it
 * @param unlisted what is still missing before all Services are known, and written if this replica
 *     leads; empty if nothing is
 * @param services by name
 * @param failed those whose last change Consul has not made
 * @param heldKeys those of them that the brake holds deletes of; the leader's to tell
 * @param nodes empty while not all Nodes are known, or if this replica does not watch them
 * @param drainedBy what drains the cluster; empty if it is not drained
 * @param held what the brake holds; the leader's to tell, and while nobody leads that of the last
 *     leader; empty if nothing is held, or this replica does not know it
 * @param release where an operator lets held deletes go on
 * @param comparison the last one of this replica; empty if it has made none
 * @param repaired how much drift this replica has repaired since the start
 * @param whyNoComparison why nothing can be compared at present; empty if it can
 * @param changes the last ones of this replica, newest first
 */
public record Facts(
        String cluster,
        String pod,
        Instant now,
        LeadershipState leadership,
        boolean isLockRead,
        Instant leadershipSince,
        String unlisted,
        List<KnownService> services,
        Map<ServiceName, FailedChanges.Failure> failed,
        Map<ServiceName, Set<KvKey>> heldKeys,
        Optional<Nodes> nodes,
        List<String> drainedBy,
        Optional<BrakeReport> held,
        KvKey release,
        Optional<LastComparison.Ended> comparison,
        long repaired,
        String whyNoComparison,
        List<History.Entry> changes,
        List<Connection> connections) {

    /**
     * All Nodes, and what they come to.
     *
     * @param held entries that the brake keeps in the list besides; the leader's to tell
     */
    public record Nodes(List<ClusterNode> all, NodeExport export, Set<ExportedNode> held) {
        public Nodes {
            held = Set.copyOf(held);
        }
    }

    /**
     * Something that the exporter works with.
     *
     * @param address for people
     * @param state in a few words
     */
    public record Connection(String name, String address, boolean isWell, String state) {}
}
