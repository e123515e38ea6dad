package io.kse.e2e;

import static io.kse.service.Services.service;
import static org.awaitility.Awaitility.await;

import io.kse.service.Services;
import io.kse.testbed.FreePorts;
import io.kse.testbed.LoadBalancer;
import io.kse.testbed.RealConsul;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Two clusters, one Consul, one load balancer; and the Services that clients ask for. */
final class Landscape implements AutoCloseable {
    private static final String PREFIX = "kube-service-exporter";
    private static final String ACCOUNT_SNI = "main.account.shop.local";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** HTTP, shared by both clusters. */
    final Target web = new Target("web", "web.example", FreePorts.next(), false);

    /** TCP with the PROXY protocol, shared by both clusters. */
    final Target queue = new Target("queue", "queue.example", FreePorts.next(), true);

    /** HTTP, each cluster has its own, and one port for both. */
    final Target eastsCart = new Target("cart", "cart.east.example", FreePorts.next(), false);

    final Target westsCart = new Target("cart", "cart.west.example", eastsCart.port(), false);

    /** HTTP, shared by both clusters, behind a gateway that ends TLS. */
    final Target account =
            new Target(Cluster.GATEWAY + "/" + ACCOUNT_SNI, "account.example", web.port(), false);

    /** HTTP, at first a Service of east only. */
    final Target search = new Target("search", "search.example", web.port(), false);

    final Cluster east;
    final Cluster west;
    final RealConsul consul;
    private final Path folder;
    private final GatewayTls gateway;
    private RenderedHaproxy loadBalancer;

    /** It takes HAProxy, and all of 127/8 on loopback, which Linux has. */
    static boolean isPossible() {
        return LoadBalancer.HAPROXY.program().isPresent() && hasManyLoopbackAddresses();
    }

    private static boolean hasManyLoopbackAddresses() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.16.1.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * @param folder exists and is empty
     */
    Landscape(Path folder) throws IOException {
        this.folder = folder;
        gateway = GatewayTls.forName(ACCOUNT_SNI, folder);
        consul = RealConsul.start(Files.createDirectory(folder.resolve("consul")));
        // So that two runs on one machine do not meet.
        String network = "127." + ThreadLocalRandom.current().nextInt(16, 255);
        // Of different size: most of what is there refuses when the large one moves a NodePort.
        east = cluster("east", network + ".1", 6);
        west = cluster("west", network + ".2", 1);
    }

    private Cluster cluster(String id, String network, int nodes) throws IOException {
        List<String> addresses =
                IntStream.rangeClosed(1, nodes).mapToObj(i -> network + "." + i).toList();
        Path own = Files.createDirectory(folder.resolve(id));
        return new Cluster(id, own, consul, addresses, gateway);
    }

    /** Returns when the load balancer has all that it needs. */
    void start() throws IOException {
        createServices();
        east.startExporter();
        west.startExporter();
        awaitDocuments(9);
        loadBalancer =
                new RenderedHaproxy(
                        Files.createDirectory(folder.resolve("lb")),
                        consul,
                        Map.of("LB_INGRESS_CA", gateway.authority().toString()));
    }

    private void createServices() {
        for (Cluster cluster : List.of(east, west)) {
            cluster.create(shared(exported("web", web)));
            cluster.create(
                    service(Cluster.NAMESPACE, Cluster.GATEWAY)
                            .nodePort("https", 443, NodePorts.next()));
            cluster.create(
                    shared(exported("account", account))
                            .through(Cluster.NAMESPACE, Cluster.GATEWAY, "https"));
            cluster.create(
                    shared(exported("queue", queue))
                            .annotation("load-balancer-backend-protocol", "tcp")
                            .annotation("load-balancer-proxy-protocol", "*"));
        }
        east.create(exported("cart", eastsCart));
        west.create(exported("cart", westsCart));
        east.create(exported("search", search));
        east.awaitBackEnds(6);
        west.awaitBackEnds(5);
    }

    private static Services exported(String name, Target target) {
        return service(Cluster.NAMESPACE, name)
                .exported()
                .annotation("load-balancer-dns-name", target.host())
                .annotation("load-balancer-listen-port", String.valueOf(target.port()))
                .annotation("load-balancer-health-check-path", target.proxied() ? "" : "/healthz")
                .nodePort("main", 80, NodePorts.next());
    }

    private static Services shared(Services service) {
        return service.annotation("load-balancer-service-per-cluster", "false");
    }

    /** A Service of east becomes one of all clusters. */
    void share(Target target) {
        east.annotate(target.service(), "load-balancer-service-per-cluster", "false");
    }

    /** And this is what west has of it. */
    void createInWest(Target target) {
        west.create(shared(exported(target.service(), target)));
    }

    /** True for what a NodePort that closes has reset, which a real one would not have. */
    boolean isReset(Outcome outcome) {
        return outcome.failed() && (east.mayHaveReset(outcome) || west.mayHaveReset(outcome));
    }

    RenderedHaproxy loadBalancer() {
        return loadBalancer;
    }

    List<Target> targets() {
        return List.of(web, queue, account, eastsCart, westsCart, search);
    }

    /** Those that any cluster may answer. */
    List<Target> shared() {
        return List.of(web, queue, account);
    }

    void awaitDocuments(int number) {
        await("documents")
                .atMost(PATIENCE)
                .until(
                        () ->
                                documents().size() == number
                                        && consul.keys(PREFIX + "/nodes/").size() == 2);
    }

    /** Until each Node of both clusters has answered. */
    void awaitAllNodes(Step step) {
        for (Cluster cluster : List.of(east, west)) {
            cluster.nodes().forEach(node -> awaitNode(step, node));
        }
        step.awaitEnough(targets());
    }

    /** Until that Node has answered for everything that is shared. */
    void awaitNode(Step step, String node) {
        for (Target target : shared()) {
            step.awaitSome(node, target, outcome -> outcome.isFromNode(node));
        }
    }

    /** Until nobody else answers for what is shared. */
    void awaitOnly(Step step, Cluster cluster) {
        for (Target target : shared()) {
            step.awaitOnly(cluster.id(), target, outcome -> outcome.isFrom(cluster));
        }
    }

    Map<String, String> documents() {
        return consul.keys(PREFIX + "/services/");
    }

    /** What is published for load balancers, and when it was written. */
    Map<String, Long> indexes() {
        Map<String, Long> indexes = consul.indexes(PREFIX + "/services/");
        indexes.putAll(consul.indexes(PREFIX + "/nodes/"));
        return indexes;
    }

    void drain(Cluster cluster) {
        consul.put(PREFIX + "/drain/" + cluster.id(), "true");
    }

    void endDrain(Cluster cluster) {
        consul.delete(PREFIX + "/drain/" + cluster.id());
    }

    /** When its heartbeat was written last; empty if it has none. */
    Optional<Long> beat(Cluster cluster) {
        String key = PREFIX + "/heartbeat/" + cluster.id();
        return Optional.ofNullable(consul.indexes(key).get(key));
    }

    /** Until Consul has given up on an exporter that is dead. */
    void awaitNoLeader(Cluster cluster) {
        String lock = PREFIX + "/leadership/" + cluster.id() + "-leader";
        await(lock).atMost(PATIENCE).until(() -> !consul.dump(lock).contains("\"Session\""));
    }

    @Override
    public void close() {
        if (loadBalancer != null) {
            loadBalancer.close();
        }
        east.close();
        west.close();
        consul.close();
    }
}
