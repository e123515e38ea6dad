package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One or several kubeconfig files, of which the first to name something wins, as for {@code
 * kubectl}. Refuses what the Kubernetes client would silently pass over, a missing file for
 * example.
 */
final class Kubeconfig {
    private final String source;
    private final List<Part> parts;

    /** What one file holds. */
    private record Part(Path file, Config content) {}

    /** What a context names, and the file that relative paths in it start from. */
    private record Named<T>(Path file, T value) {
        Path resolve(String path) {
            return file.toAbsolutePath().resolveSibling(path);
        }
    }

    /**
     * Reads the files.
     *
     * @param source where the list comes from, for messages
     * @param list paths with {@code :} between them
     */
    Kubeconfig(String source, String list) {
        this.source = source + " " + list;
        this.parts =
                Arrays.stream(list.split(File.pathSeparator))
                        .filter(path -> !path.isBlank())
                        .map(path -> read(source, Path.of(path)))
                        .toList();
    }

    private static Part read(String source, Path file) {
        checkReadable(source + " ", file);
        try {
            return new Part(file, KubeConfigUtils.parseConfig(file.toFile()));
        } catch (RuntimeException e) {
            // Parsers throw what they like; their messages quote the file, so none is kept.
            throw new BadKubeconfig(source + " " + file + " is not a kubeconfig in YAML");
        }
    }

    private static void checkReadable(String who, Path file) {
        if (!Files.exists(file)) {
            throw new BadKubeconfig(who + file + " does not exist");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new BadKubeconfig(who + file + " cannot be read as a file");
        }
    }

    /** What the current context says. Reads nothing from the environment. */
    io.fabric8.kubernetes.client.Config connection() {
        String current = currentContext();
        Context context =
                find(Config::getContexts, NamedContext::getName, NamedContext::getContext, current)
                        .orElseThrow(() -> unknown("its current-context", "context", current))
                        .value();
        Named<Cluster> cluster = cluster(current, context);
        Named<AuthInfo> user = user(current, context);
        checkCluster(cluster);
        checkUser(user);
        return connection(user);
    }

    private String currentContext() {
        return parts.stream()
                .map(part -> part.content().getCurrentContext())
                .filter(name -> name != null && !name.isEmpty())
                .findFirst()
                .orElseThrow(() -> new BadKubeconfig(source + " has no current-context"));
    }

    private Named<Cluster> cluster(String current, Context context) {
        return find(
                        Config::getClusters,
                        NamedCluster::getName,
                        NamedCluster::getCluster,
                        context.getCluster())
                .orElseThrow(() -> unknown("context " + current, "cluster", context.getCluster()));
    }

    private Named<AuthInfo> user(String current, Context context) {
        return find(
                        Config::getUsers,
                        NamedAuthInfo::getName,
                        NamedAuthInfo::getUser,
                        context.getUser())
                .orElseThrow(() -> unknown("context " + current, "user", context.getUser()));
    }

    private BadKubeconfig unknown(String who, String kind, String name) {
        if (name == null || name.isEmpty()) {
            return new BadKubeconfig("%s: %s names no %s".formatted(source, who, kind));
        }
        return new BadKubeconfig(
                "%s: %s names the %s %s, which is not there".formatted(source, who, kind, name));
    }

    private <N, T> Optional<Named<T>> find(
            Function<Config, List<N>> all,
            Function<N, String> name,
            Function<N, T> value,
            String wanted) {
        return parts.stream()
                .flatMap(part -> all(part, all).map(named -> new Named<>(part.file(), named)))
                .filter(named -> wanted != null && wanted.equals(name.apply(named.value())))
                .filter(named -> value.apply(named.value()) != null)
                .map(named -> new Named<>(named.file(), value.apply(named.value())))
                .findFirst();
    }

    private static <N> Stream<N> all(Part part, Function<Config, List<N>> all) {
        return Optional.ofNullable(all.apply(part.content())).stream().flatMap(List::stream);
    }

    /** Also because the client would try a server without a scheme over the network, at once. */
    private void checkCluster(Named<Cluster> cluster) {
        String server = cluster.value().getServer();
        if (server == null || !isHttp(server)) {
            throw new BadKubeconfig(source + ": its cluster's server is no http or https URL");
        }
        checkFile(cluster, cluster.value().getCertificateAuthority());
    }

    private static boolean isHttp(String server) {
        try {
            URI uri = URI.create(server);
            return uri.getHost() != null && List.of("http", "https").contains(uri.getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void checkUser(Named<AuthInfo> user) {
        checkFile(user, user.value().getClientCertificate());
        checkFile(user, user.value().getClientKey());
        checkFile(user, user.value().getTokenFile());
    }

    private void checkFile(Named<?> named, String path) {
        if (path != null && !path.isEmpty()) {
            checkReadable(source + ": the file ", named.resolve(path));
        }
    }

    private io.fabric8.kubernetes.client.Config connection(Named<AuthInfo> user) {
        var connection = io.fabric8.kubernetes.client.Config.empty();
        merge(connection);
        String tokenFile = user.value().getTokenFile();
        if (tokenFile != null && !tokenFile.isEmpty()) {
            connection.setOauthTokenProvider(new TokenFile(user.resolve(tokenFile)));
        }
        return connection;
    }

    private void merge(io.fabric8.kubernetes.client.Config connection) {
        Config[] contents = parts.stream().map(Part::content).toArray(Config[]::new);
        try {
            KubeConfigUtils.merge(connection, null, contents);
        } catch (KubernetesClientException e) {
            throw new BadKubeconfig(source + ": its user's exec command does not work", e);
        }
    }
}
