package io.kse.e2e;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kse.e2e.BackEnd.NodePort;
import io.kse.service.ServiceAnnotations;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The kube-proxy of all Nodes of one cluster, and the applications behind it. Follows the Services
 * of the API server: a NodePort answers on each Node as soon as it is known, and is closed as soon
 * as a Service does not have it any more.
 */
final class KubeProxy implements AutoCloseable, ResourceEventHandler<Service> {
    private final String cluster;
    private final GatewayTls gateway;
    private final Map<String, String> addresses = new HashMap<>();
    private final Map<String, Service> services = new HashMap<>();
    private final Map<NodePort, BackEnd> backEnds = new HashMap<>();
    private final Queue<Closing> closings = new ConcurrentLinkedQueue<>();
    private final SharedIndexInformer<Service> informer;

    /** {@code addresses}: of each Node, by its name. */
    KubeProxy(
            String cluster,
            Map<String, String> addresses,
            GatewayTls gateway,
            KubernetesClient client) {
        this.gateway = gateway;
        this.cluster = cluster;
        this.addresses.putAll(addresses);
        this.informer = client.services().inNamespace(Cluster.NAMESPACE).inform(this);
    }

    @Override
    public void onAdd(Service service) {
        follow(service);
    }

    @Override
    public void onUpdate(Service before, Service service) {
        follow(service);
    }

    @Override
    public synchronized void onDelete(Service service, boolean isGuessed) {
        services.remove(service.getMetadata().getName());
        follow();
    }

    private synchronized void follow(Service service) {
        services.put(service.getMetadata().getName(), service);
        follow();
    }

    private void follow() {
        Set<NodePort> wanted = wanted();
        Set<NodePort> old = new HashSet<>(backEnds.keySet());
        old.removeAll(wanted);
        old.forEach(this::close);
        wanted.forEach(at -> backEnds.computeIfAbsent(at, this::start));
    }

    private void close(NodePort at) {
        long begun = System.nanoTime();
        backEnds.remove(at).close();
        closings.add(new Closing(at.service(), begun, System.nanoTime()));
    }

    /** Those of NodePorts whose Service does not have them any more. */
    Collection<Closing> closings() {
        return closings;
    }

    private BackEnd start(NodePort at) {
        boolean isGateway = at.service().equals(Cluster.GATEWAY);
        return BackEnd.start(at, isGateway ? Optional.of(gateway) : Optional.empty());
    }

    private Set<NodePort> wanted() {
        Set<NodePort> wanted = new HashSet<>();
        services.values()
                .forEach(
                        service ->
                                addresses.forEach(
                                        (node, address) -> {
                                            for (ServicePort port : service.getSpec().getPorts()) {
                                                wanted.add(nodePort(service, port, node, address));
                                            }
                                        }));
        return wanted;
    }

    private NodePort nodePort(Service service, ServicePort port, String node, String address) {
        String proxy = ServiceAnnotations.PREFIX + "load-balancer-proxy-protocol";
        boolean proxied = "*".equals(service.getMetadata().getAnnotations().get(proxy));
        String name = service.getMetadata().getName();
        return new NodePort(cluster, node, address, name, port.getNodePort(), proxied);
    }

    /** How many NodePorts of Nodes answer. */
    synchronized int size() {
        return backEnds.size();
    }

    /** The Node goes, with all that runs on it. */
    synchronized void kill(String node) {
        addresses.remove(node);
        Set<NodePort> its = new HashSet<>(backEnds.keySet());
        its.removeIf(at -> !at.node().equals(node));
        its.forEach(at -> backEnds.remove(at).kill());
    }

    synchronized void start(String node, String address) {
        addresses.put(node, address);
        follow();
    }

    /** All Nodes go. */
    @Override
    public void close() {
        informer.stop();
        synchronized (this) {
            services.clear();
            backEnds.values().forEach(BackEnd::kill);
            backEnds.clear();
        }
    }
}
