package io.kse.chaos;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.document.KeySpace;
import io.kse.service.ClusterId;
import io.kse.service.Services;
import io.kse.testbed.Etcd;
import io.kse.testbed.FakeTime;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A cluster {@code prod} with its API server, two replicas, and a Consul which another cluster
 * writes to as well. Between the replicas and each server is a proxy, so that faults can be told to
 * it; everybody else goes past the proxies.
 */
final class Landscape implements AutoCloseable {
    static final String CLUSTER = "prod";
    static final KeySpace KEYS = new KeySpace("kse", new ClusterId(CLUSTER));

    /** More than a page of a list, so that lists have a middle. */
    private static final int CROWD = 520;

    private static final String USER = "exporter";

    enum Kind {
        /**
         * The brake is off: it counts at the timer, so that in hours of changes it would hold most
         * of them, and the seconds would be its own.
         */
        USUAL,

        /** The brake is as it is by default. */
        BRAKED,

        /** The replicas have a wall clock of their own. */
        OWN_CLOCK
    }

    final Kind kind;
    final Ticks ticks = new Ticks();
    final RealConsul consul;
    final RealKubernetes kubernetes;
    final Etcd etcd;
    final FaultyProxy consulProxy;
    final FaultyProxy apiProxy;
    final Journal journal;
    final Follower follower;
    final Replicas replicas;
    final Neighbours neighbours;
    final Administrator administrator;

    /** Held by a fault for as long as the API server answers nobody. */
    final ReadWriteLock apiServer = new ReentrantReadWriteLock();

    private final Operator operator;
    private final Optional<FakeTime> clock;

    /**
     * @param folder exists and is empty; the replicas' logs are in it
     */
    Landscape(Path folder, Kind kind) throws IOException {
        this.kind = kind;
        clock = kind == Kind.OWN_CLOCK ? Optional.of(new FakeTime(folder)) : Optional.empty();
        consul = RealConsul.start(Files.createDirectory(folder.resolve("consul")));
        // So that who asks for an old version is answered 410 once etcd has forgotten it.
        kubernetes =
                RealKubernetes.start(
                        Files.createDirectory(folder.resolve("api")), "--watch-cache=false");
        etcd = new Etcd(kubernetes);
        consulProxy = FaultyProxy.http(consul.port());
        apiProxy = FaultyProxy.https(kubernetes);
        journal = new Journal(consulProxy, ticks);
        neighbours = new Neighbours(consul);
        neighbours.write();
        createCrowd();
        allow();
        operator = new Operator(consul);
        administrator = new Administrator(this);
        follower = new Follower(consul, KEYS.prefix() + "/", ticks, operator::see);
        replicas = new Replicas(folder, environment(), consul);
        replicas.start();
        replicas.awaitStarted();
        replicas.awaitLeader();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        clock.ifPresent(time -> environment.putAll(time.environment()));
        if (kind != Kind.BRAKED) {
            environment.put("KSE_MAX_DELETE_PERCENT", "100");
        }
        environment.put("KSE_CLUSTER_ID", CLUSTER);
        environment.put("KSE_CONSUL_HOST", consul.host());
        environment.put("KSE_CONSUL_PORT", String.valueOf(consulProxy.port()));
        environment.put("KSE_CONSUL_KV_PREFIX", KEYS.prefix());
        environment.put("KSE_HTTP_IP", "127.0.0.1");
        environment.put("KSE_HTTP_PORT", "0");
        environment.put("KSE_DOGSTATSD_ENABLED", "false");
        environment.put("KUBECONFIG", kubernetes.kubeconfigAt(apiProxy.url(), USER).toString());
        return environment;
    }

    private void createCrowd() {
        KubernetesClient client = kubernetes.client();
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(ServiceState.NAMESPACE)
                                .endMetadata()
                                .build())
                .create();
        for (int i = 0; i < CROWD; i++) {
            Services service = Services.service(ServiceState.NAMESPACE, "crowd-" + i);
            client.resource(service.type("ClusterIP").port("web", 80).build()).create();
        }
        client.resource(
                        new ClusterRoleBuilder()
                                .withNewMetadata()
                                .withName(USER)
                                .endMetadata()
                                .addNewRule()
                                .withApiGroups("")
                                .withResources("services", "nodes", "namespaces")
                                .withVerbs("get", "list", "watch")
                                .endRule()
                                .addNewRule()
                                .withApiGroups("events.k8s.io")
                                .withResources("events")
                                .withVerbs("create", "patch")
                                .endRule()
                                .build())
                .create();
    }

    /** Of the replicas; only a landscape that was given one has it. */
    FakeTime clock() {
        return clock.orElseThrow();
    }

    /** The replicas may do what they need. */
    void allow() {
        kubernetes.client().resource(binding()).create();
    }

    /** From the next request on they may do nothing. */
    void forbid() {
        kubernetes.client().resource(binding()).delete();
    }

    private static ClusterRoleBinding binding() {
        return new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(USER)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", USER)
                .addNewSubject("rbac.authorization.k8s.io", "User", USER, null)
                .build();
    }

    /** How often a set of deletes was held by the brake and released, since it was asked last. */
    int releases() {
        return operator.releases();
    }

    /** Nothing may be left of a landscape that is not used any more, whatever state it is in. */
    @Override
    public void close() {
        List<AutoCloseable> all =
                List.of(follower, replicas, apiProxy, consulProxy, kubernetes, consul);
        for (AutoCloseable each : all) {
            try {
                each.close();
            } catch (Exception e) {
                System.err.println("chaos: not closed: " + e);
            }
        }
    }
}
