package io.kse.flow;

import io.kse.leadership.LeadershipState;
import io.kse.leadership.LeadershipState.Leading;
import io.kse.leadership.LeadershipState.Standby;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every Node has a replica (KSE_SERVICES_ENABLED), lets only the leader watch Nodes: each
 * heartbeat of each Node would go to all of them. Between two leaders the last one goes on. Whoever
 * does not watch knows of no Node.
 */
final class NodeWatch implements BiConsumer<LeadershipState, LeadershipState> {
    /** The id of the route. */
    static final String ROUTE = "watch-nodes";

    private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);

    private final CamelContext camel;
    private final NodeLists lists;

    NodeWatch(CamelContext camel, NodeLists lists) {
        this.camel = camel;
        this.lists = lists;
    }

    @Override
    public void accept(LeadershipState before, LeadershipState now) {
        try {
            if (now instanceof Leading && !isStarted()) {
                lists.forget();
                camel.getRouteController().startRoute(ROUTE);
            } else if (now instanceof Standby && isStarted()) {
                camel.getRouteController().stopRoute(ROUTE);
                lists.forget();
            }
        } catch (Exception e) {
            LOG.error(
                    "route {} cannot be started or stopped; the nodes key stays as it is",
                    ROUTE,
                    e);
        }
    }

    private boolean isStarted() {
        return camel.getRouteController().getRouteStatus(ROUTE).isStarted();
    }
}
