package io.kse.testbed;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A real kube-apiserver with its etcd on loopback: TLS, tokens, client certificates, RBAC. The
 * shared one is for tests that keep to their own {@link #newNamespace()}; a test that kills or
 * pauses one {@link #start starts its own}. There are no controllers and no kubelets: Nodes are
 * plain objects, Pods do not run.
 */
public final class RealKubernetes implements AutoCloseable {
    /** Users with a token and, but for {@code admin}, without any right until a test binds them. */
    public static final List<String> USERS = List.of("admin", "exporter", "reader", "stranger");

    private final Path folder;
    private final Credentials credentials;
    private final int etcdPort = FreePorts.next();
    private final int port = FreePorts.next();
    private final List<String> command;
    private final KubernetesClient client;
    private final RealProcess etcd;
    private RealProcess apiserver;

    private RealKubernetes(Path folder, List<String> options) {
        this.folder = folder;
        this.credentials = new Credentials(folder, url());
        this.command = apiserverCommand(options);
        this.client = new KubernetesClientBuilder().withConfig(adminConfig()).build();
        this.etcd = startEtcd();
        restart();
    }

    static RealKubernetes shared() {
        return start(RunFolder.current().fresh("kubernetes"));
    }

    /**
     * A pair of the test's own.
     *
     * @param folder exists and is empty
     * @param options more options of kube-apiserver, such as {@code --watch-cache=false}
     */
    public static RealKubernetes start(Path folder, String... options) {
        return FreePorts.startWithFreePorts(() -> new RealKubernetes(folder, List.of(options)));
    }

    public String url() {
        return "https://127.0.0.1:" + port;
    }

    /** Where the API server's etcd listens, for what the API server cannot be asked for. */
    public String etcdUrl() {
        return "http://127.0.0.1:" + etcdPort;
    }

    /** The administrator's bearer token. */
    public String token() {
        return token("admin");
    }

    /**
     * @param user one of {@link #USERS}
     */
    public String token(String user) {
        return credentials.token(user);
    }

    /** A PEM file with what clients have to trust. */
    public Path caCertificate() {
        return credentials.caCertificate();
    }

    /** Signs certificates that the API server accepts from clients. */
    public TestAuthority authority() {
        return credentials.authority();
    }

    /** The administrator's kubeconfig file. */
    public Path kubeconfig() {
        return kubeconfig("admin");
    }

    /** A kubeconfig file with that user's token, whatever rights they have. */
    public Path kubeconfig(String user) {
        return credentials.kubeconfig(user);
    }

    /** A kubeconfig file with a client certificate instead of a token. */
    public Path certificateKubeconfig(String user, String... groups) {
        return credentials.certificateKubeconfig(user, groups);
    }

    /** A kubeconfig file with that token; {@code name}: of the file. */
    Path tokenKubeconfig(String name, String token) {
        return credentials.tokenKubeconfig(name, token);
    }

    /**
     * A kubeconfig file for the user of a token that is in a file.
     *
     * @param url as in {@link #kubeconfigAt}
     */
    public Path tokenFileKubeconfigAt(String url, Path tokenFile) {
        return credentials.tokenFileKubeconfigAt(url, tokenFile);
    }

    /**
     * The administrator's kubeconfig file for another way to this API server, such as through a
     * proxy.
     *
     * @param url https, or http where the proxy speaks TLS itself; on 127.0.0.1
     */
    public Path kubeconfigAt(String url) {
        return kubeconfigAt(url, "admin");
    }

    /** The same with the token of one of {@link #USERS}. */
    public Path kubeconfigAt(String url, String user) {
        return credentials.kubeconfigAt(url, user);
    }

    /** An administrator's client; it is closed with the server, not by tests. */
    public KubernetesClient client() {
        return client;
    }

    /** Creates a namespace that no other test has and returns its name. */
    public String newNamespace() {
        String name = "test-" + UUID.randomUUID();
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
        return name;
    }

    /** Adds an annotation to a Service, or gives it another value. */
    public void annotate(String namespace, String name, String key, String value) {
        client.services()
                .inNamespace(namespace)
                .withName(name)
                .edit(
                        service ->
                                new ServiceBuilder(service)
                                        .editMetadata()
                                        .addToAnnotations(key, value)
                                        .endMetadata()
                                        .build());
    }

    /** Kills the API server; etcd, and so every object, stays. */
    public void kill() {
        apiserver.kill();
    }

    /**
     * Starts the API server on the same port; returns when it is ready. Kills it first if need be.
     */
    public void restart() {
        if (apiserver != null) {
            apiserver.kill();
        }
        apiserver = RealProcess.start("kube-apiserver", folder, command);
        try {
            apiserver.untilReady(() -> "ok".equals(client.raw("/readyz")));
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
    }

    /** Takes connections but answers nothing, until {@link #resume()}. */
    public void pause() {
        apiserver.pause();
    }

    public void resume() {
        apiserver.resume();
    }

    @Override
    public void close() {
        client.close();
        apiserver.kill();
        etcd.kill();
    }

    private RealProcess startEtcd() {
        Path data = folder.resolve("etcd-" + etcdPort);
        List<String> etcdCommand =
                List.of(
                        Programs.ETCD.path().toString(),
                        "--data-dir=" + data,
                        "--listen-client-urls=" + etcdUrl(),
                        "--advertise-client-urls=" + etcdUrl(),
                        "--listen-peer-urls=http://127.0.0.1:" + FreePorts.next(),
                        "--unsafe-no-fsync");
        return RealProcess.start("etcd", folder, etcdCommand).untilReady(this::etcdAnswers);
    }

    private boolean etcdAnswers() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", etcdPort)) {
            return socket.isConnected();
        }
    }

    private List<String> apiserverCommand(List<String> options) {
        List<String> all = new ArrayList<>();
        all.add(Programs.KUBE_APISERVER.path().toString());
        all.add("--etcd-servers=http://127.0.0.1:" + etcdPort);
        all.add("--secure-port=" + port);
        all.add("--bind-address=127.0.0.1");
        all.add("--advertise-address=127.0.0.1");
        all.add("--allow-privileged");
        all.add("--authorization-mode=RBAC");
        all.add("--token-auth-file=" + folder.resolve(Credentials.TOKENS));
        all.add("--client-ca-file=" + caCertificate());
        all.add("--cert-dir=" + folder.resolve("certificates"));
        all.add("--tls-cert-file=" + folder.resolve(Credentials.SERVER_CERTIFICATE));
        all.add("--tls-private-key-file=" + folder.resolve(Credentials.SERVER_KEY));
        all.add("--service-account-key-file=" + folder.resolve(Credentials.SERVER_KEY));
        all.add("--service-account-signing-key-file=" + folder.resolve(Credentials.SERVER_KEY));
        all.add("--service-account-issuer=https://kubernetes.default.svc");
        all.add("--service-cluster-ip-range=10.96.0.0/16");
        all.add("--disable-admission-plugins=ServiceAccount");
        all.addAll(options);
        return all;
    }

    private Config adminConfig() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withCaCertFile(caCertificate().toString())
                .withOauthToken(token())
                .withRequestRetryBackoffLimit(0)
                .build();
    }
}
