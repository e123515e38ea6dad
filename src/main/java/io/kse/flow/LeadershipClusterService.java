package io.kse.flow;

import io.kse.leadership.Leadership;
import io.kse.leadership.LeadershipState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;

/**
 * Says in Camel's words who leads, so that a route can be bound to the leader with {@code master:}
 * or a ClusteredRoutePolicy.
 *
 * <p>Has one leadership, whatever the namespace of a view is, and neither starts nor stops it. A
 * route that runs is no proof of leadership: only the fence is, which Consul checks.
 */
public final class LeadershipClusterService
        extends AbstractCamelClusterService<LeadershipClusterService.View> {
    private final Leadership leadership;
    private final String podName;
    private final List<View> views = new CopyOnWriteArrayList<>();

    /**
     * @param podName the id of this replica as a member
     */
    public LeadershipClusterService(Leadership leadership, String podName) {
        super("leadership");
        this.leadership = leadership;
        this.podName = podName;
        leadership.onChange((before, now) -> views.forEach(View::changed));
    }

    @Override
    protected View createView(String namespace) {
        View view = new View(namespace);
        views.add(view);
        return view;
    }

    /** This replica, and the leader if that is another one: the others are not known. */
    public final class View extends AbstractCamelClusterView {
        private View(String namespace) {
            super(LeadershipClusterService.this, namespace);
        }

        @Override
        public Optional<CamelClusterMember> getLeader() {
            return leader(leadership.state());
        }

        @Override
        public CamelClusterMember getLocalMember() {
            return new Member(podName, leadership.isLeading(), true);
        }

        @Override
        public List<CamelClusterMember> getMembers() {
            Optional<CamelClusterMember> other = getLeader().filter(leader -> !leader.isLocal());
            return other.map(leader -> List.of(getLocalMember(), leader))
                    .orElse(List.of(getLocalMember()));
        }

        private void changed() {
            if (isRunAllowed()) {
                fireLeadershipChangedEvent(getLeader().orElse(null));
            }
        }
    }

    private Optional<CamelClusterMember> leader(LeadershipState state) {
        if (state instanceof LeadershipState.Standby standby) {
            return Optional.of(new Member(standby.holder(), true, false));
        }
        return state instanceof LeadershipState.Leading
                ? Optional.of(new Member(podName, true, true))
                : Optional.empty();
    }

    private record Member(String id, boolean leader, boolean local) implements CamelClusterMember {
        @Override
        public String getId() {
            return id;
        }

        @Override
        public boolean isLeader() {
            return leader;
        }

        @Override
        public boolean isLocal() {
            return local;
        }

        @Override
        public String toString() {
            return id;
        }
    }
}
