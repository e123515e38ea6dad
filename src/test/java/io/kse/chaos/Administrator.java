package io.kse.chaos;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.ServiceResource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Changes the objects of the cluster, one after the other, and writes each change down before
 * anybody can see it. While the API server is away it waits.
 */
final class Administrator {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Landscape landscape;
    private final KubernetesClient client;

    Administrator(Landscape landscape) {
        this.landscape = landscape;
        this.client = landscape.kubernetes.client();
    }

    /** Everything as it is to be at the beginning. */
    void prepare(Schedule schedule, History history) {
        schedule.services().forEach(service -> change(service, history));
        for (NodeState wanted : schedule.nodes()) {
            NodeState now = history.nodes().last().get(wanted.name());
            if (!now.exists()) {
                change(wanted, history);
                continue;
            }
            if (now.schedulable() != wanted.schedulable()) {
                now = now.withSchedulable(wanted.schedulable());
                change(now, history);
            }
            if (now.ready() != wanted.ready()) {
                change(now.withReady(wanted.ready()), history);
            }
        }
    }

    void change(Schedule.Change change, History history) {
        if (change instanceof Schedule.ServiceChange service) {
            change(service.state(), history);
        } else if (change instanceof Schedule.NodeChange node) {
            change(node.state(), history);
        }
    }

    private void change(ServiceState state, History history) {
        Versions<Optional<Service>> versions = history.versions(state.name());
        versions.add(
                landscape.ticks.next(),
                state.exists() ? Optional.of(state.manifest()) : Optional.empty());
        versions.correctLast(apply(state));
    }

    private void change(NodeState state, History history) {
        Map<String, NodeState> nodes = new HashMap<>(history.nodes().last());
        nodes.put(state.name(), state);
        history.nodes().add(landscape.ticks.next(), Map.copyOf(nodes));
        apply(state);
    }

    /** As the API server has it. */
    NodeState findNode(String name) {
        Node node = client.nodes().withName(name).get();
        return node == null ? NodeState.ready(name).gone() : NodeState.of(node);
    }

    /** As the API server has it. */
    Optional<Service> find(String name) {
        return Optional.ofNullable(resource(name).get());
    }

    private ServiceResource<Service> resource(String name) {
        return client.services().inNamespace(ServiceState.NAMESPACE).withName(name);
    }

    private Optional<Service> apply(ServiceState state) {
        return untilDone(
                () -> {
                    ServiceResource<Service> resource = resource(state.name());
                    if (!state.exists()) {
                        resource.delete();
                        return Optional.empty();
                    }
                    Service manifest = state.manifest();
                    return Optional.of(
                            resource.get() == null
                                    ? client.resource(manifest).create()
                                    : resource.edit(now -> merged(now, manifest)));
                });
    }

    private static Service merged(Service now, Service wanted) {
        return new ServiceBuilder(now)
                .editMetadata()
                .withAnnotations(wanted.getMetadata().getAnnotations())
                .endMetadata()
                .editSpec()
                .withPorts(wanted.getSpec().getPorts())
                .endSpec()
                .build();
    }

    /** One aspect of a Node that exists: the API server takes its status by itself. */
    private void apply(NodeState state) {
        untilDone(
                () -> {
                    Resource<Node> resource = client.nodes().withName(state.name());
                    Node now = resource.get();
                    Node wanted = state.manifest();
                    if (!state.exists()) {
                        resource.delete();
                    } else if (now == null) {
                        client.resource(wanted).create();
                    } else if (NodeState.of(now).schedulable() != state.schedulable()) {
                        resource.edit(node -> withSpec(node, wanted));
                    } else {
                        resource.editStatus(node -> withStatus(node, wanted));
                    }
                    return true;
                });
    }

    private static Node withSpec(Node node, Node wanted) {
        return new NodeBuilder(node).withSpec(wanted.getSpec()).build();
    }

    private static Node withStatus(Node node, Node wanted) {
        return new NodeBuilder(node).withStatus(wanted.getStatus()).build();
    }

    private <T> T untilDone(Callable<T> work) {
        AtomicReference<T> result = new AtomicReference<>();
        landscape.apiServer.readLock().lock();
        try {
            await("the API server takes a change")
                    .pollDelay(Duration.ZERO)
                    .atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                    .until(
                            () -> {
                                result.set(work.call());
                                return true;
                            });
        } finally {
            landscape.apiServer.readLock().unlock();
        }
        return result.get();
    }
}
