package io.kse.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kse.config.KnownSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.stream.Stream;

/**
 * Finds the cluster as every Kubernetes client does: KUBECONFIG, else the service account of the
 * pod, else {@code ~/.kube/config}. Looks at nothing else, and asks the API server for nothing.
 */
public final class KubernetesClients {
    /** Where Kubernetes puts a pod's token and the certificate of its API server. */
    private static final Path SERVICE_ACCOUNT =
            Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    /** So a request fails within a second if the connection is refused; whoever asked tries on. */
    private static final int RETRIES = 3;

    /** A lost watch comes back after this time, then 2, 4, up to 32 times of it. */
    private static final int RECONNECT_MILLIS = 250;

    /** A client cannot be asked for what its requests came to. */
    private static final Map<KubernetesClient, ApiServerTrouble> TROUBLES =
            Collections.synchronizedMap(new WeakHashMap<>());

    /** What answers and watches bring; a watch that has ended says why in a Status. */
    private static final List<Class<? extends KubernetesResource>> KINDS =
            List.of(Event.class, Namespace.class, Node.class, Service.class, Status.class);

    private KubernetesClients() {}

    /**
     * How long the present outage of the API server is; zero if there is none.
     *
     * @param client of {@link #connect}; of any other one nothing is known
     */
    public static Duration silence(KubernetesClient client) {
        ApiServerTrouble trouble = TROUBLES.get(client);
        return trouble == null ? Duration.ZERO : trouble.silence();
    }

    /**
     * Whoever calls this closes the client.
     *
     * @param environment the environment variables to go by
     * @throws BadKubeconfig if what should lead to the cluster is missing or makes no sense
     */
    public static KubernetesClient connect(Map<String, String> environment) {
        return connect(environment, SERVICE_ACCOUNT);
    }

    /**
     * The same for who gives up on the first failure and says so: the client logs nothing.
     *
     * @throws BadKubeconfig as above
     */
    public static KubernetesClient connectOnce(Map<String, String> environment) {
        Config config = config(environment, SERVICE_ACCOUNT);
        return client(config, new KubernetesClientBuilder());
    }

    static KubernetesClient connect(Map<String, String> environment, Path serviceAccount) {
        Config config = config(environment, serviceAccount);
        ApiServerTrouble trouble = new ApiServerTrouble(config.getMasterUrl());
        KubernetesClient client =
                client(
                        config,
                        new KubernetesClientBuilder()
                                .withHttpClientBuilderConsumer(
                                        http -> http.addOrReplaceInterceptor("trouble", trouble)));
        trouble.of(client);
        TROUBLES.put(client, trouble);
        return client;
    }

    private static Config config(Map<String, String> environment, Path serviceAccount) {
        Config config = find(environment, serviceAccount);
        keepSecret(config);
        config.setUserAgent("kube-service-exporter/" + version());
        config.setRequestRetryBackoffLimit(RETRIES);
        config.setWatchReconnectInterval(RECONNECT_MILLIS);
        return config;
    }

    /** A token in a file is read, and renewed, later: see {@link TokenFile}. */
    private static void keepSecret(Config config) {
        Stream.of(config.getOauthToken(), config.getAutoOAuthToken())
                .filter(Objects::nonNull)
                .forEach(KnownSecrets::add);
        if (config.getPassword() != null) {
            KnownSecrets.addLogin(config.getUsername() + ":" + config.getPassword());
        }
    }

    private static Config find(Map<String, String> environment, Path serviceAccount) {
        String kubeconfig = environment.getOrDefault("KUBECONFIG", "");
        if (!kubeconfig.isBlank()) {
            return new Kubeconfig("KUBECONFIG", kubeconfig).connection();
        }
        Path token = serviceAccount.resolve("token");
        if (environment.containsKey("KUBERNETES_SERVICE_HOST") && Files.exists(token)) {
            return inCluster(environment, serviceAccount, token);
        }
        return ofHome(environment, token);
    }

    private static Config inCluster(
            Map<String, String> environment, Path serviceAccount, Path token) {
        Config config = Config.empty();
        config.setMasterUrl(inClusterUrl(environment));
        config.setCaCertFile(serviceAccount.resolve("ca.crt").toString());
        config.setOauthTokenProvider(new TokenFile(token));
        return config;
    }

    private static String inClusterUrl(Map<String, String> environment) {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static Config ofHome(Map<String, String> environment, Path token) {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        Path file = Path.of(home, ".kube", "config");
        if (!Files.exists(file)) {
            throw new BadKubeconfig(
                    "no Kubernetes cluster found: KUBECONFIG is not set, there is no service"
                            + " account (KUBERNETES_SERVICE_HOST and %s), and %s does not exist"
                                    .formatted(token, file));
        }
        return new Kubeconfig("kubeconfig", file.toString()).connection();
    }

    private static KubernetesClient client(Config config, KubernetesClientBuilder builder) {
        try {
            return builder.withConfig(config).withKubernetesSerialization(serialization()).build();
        } catch (KubernetesClientException e) {
            throw new BadKubeconfig(
                    "the certificates or keys for %s cannot be used: %s"
                            .formatted(config.getMasterUrl(), Reason.of(e)),
                    e);
        }
    }

    /** Knows the kinds that we ask for; to find those of all jars takes time and memory. */
    private static KubernetesSerialization serialization() {
        KubernetesSerialization serialization =
                new KubernetesSerialization(new ObjectMapper(), false);
        KINDS.forEach(serialization::registerKubernetesResource);
        return serialization;
    }

    /** Known in the packaged program only. */
    private static String version() {
        String version = KubernetesClients.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
