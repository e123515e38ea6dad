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

    /** All at once, and nothing is written down. */
    void prepare(Schedule schedule) {
        schedule.services().forEach(this::apply);
        for (NodeState node : schedule.nodes()) {
            apply(node);
            apply(node);
        }
    }

    void change(Schedule.Change change, History history) {
        if (change instanceof Schedule.ServiceChange service) {
            Versions<Optional<Service>> versions = history.versions(service.state().name());
            ServiceState state = service.state();
            versions.add(
                    landscape.ticks.next(),
                    state.exists() ? Optional.of(state.manifest()) : Optional.empty());
            versions.correctLast(apply(state));
        } else if (change instanceof Schedule.NodeChange node) {
            Map<String, NodeState> nodes = new HashMap<>(history.nodes().last());
            nodes.put(node.state().name(), node.state());
            history.nodes().add(landscape.ticks.next(), Map.copyOf(nodes));
            apply(node.state());
        }
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
                    } else if (isSchedulable(now) != state.schedulable()) {
                        resource.edit(node -> withSpec(node, wanted));
                    } else {
                        resource.editStatus(node -> withStatus(node, wanted));
                    }
                    return true;
                });
    }

    private static boolean isSchedulable(Node node) {
        return !Boolean.TRUE.equals(node.getSpec().getUnschedulable());
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
