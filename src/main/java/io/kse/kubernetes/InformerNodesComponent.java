package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.kubernetes.KubernetesConfiguration;
import org.apache.camel.component.kubernetes.nodes.KubernetesNodesComponent;
import org.apache.camel.component.kubernetes.nodes.KubernetesNodesEndpoint;
import org.apache.camel.spi.annotations.Component;

/**
 * Camel's {@code kubernetes-nodes} with a consumer that survives outages, see {@link
 * InformerConsumer}. Tells of all Nodes or of none: never of a part of them. Ready also without
 * rights on Nodes, since Services go on without them. Its producer is the stock one.
 */
// The annotation is not inherited; without it Camel binds no option of the end point.
@Component("kubernetes-nodes")
public class InformerNodesComponent extends KubernetesNodesComponent {
    /** Arrivals of their own: heartbeats would push the Services out of those that are kept. */
    private final WatchedKind<Node> watched =
            new WatchedKind<>(
                    "kubernetes-nodes",
                    "KSE_NODE_SELECTOR says which ones are exported",
                    new Arrivals(),
                    (action, node, source) -> true,
                    Informers::isTried,
                    InformerNodesComponent::sources);

    /**
     * All Nodes as they are known now, in no particular order, each without the parts that are
     * large and of no use here. Known through any later outage; empty until their first list is
     * complete, and again once the route is stopped.
     */
    public Optional<List<Node>> nodes() {
        return watched.complete().map(nodes -> nodes.list().toList());
    }

    /** How many events wait, and for how long. */
    public Backlog backlog() {
        return watched.backlog();
    }

    /** As {@link InformerServicesComponent#restartWatch}. */
    public void restartWatch() {
        watched.restart();
    }

    @Override
    protected KubernetesNodesEndpoint doCreateEndpoint(
            String uri, String remaining, KubernetesConfiguration configuration) {
        return new KubernetesNodesEndpoint(uri, this, configuration) {
            @Override
            public Consumer createConsumer(Processor processor) throws Exception {
                Consumer consumer = watched.consumer(this, getKubernetesConfiguration(), processor);
                configureConsumer(consumer);
                return consumer;
            }
        };
    }

    private static List<Source<Node>> sources(KubernetesClient client) {
        return List.of(new Source<>("", client.nodes(), PagedList.NODES, Trim::node));
    }
}
