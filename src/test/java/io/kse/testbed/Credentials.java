package io.kse.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The files by which an API server and its users know each other: certificates, tokens,
 * kubeconfigs. All of them are fresh for each server.
 */
final class Credentials {
    static final String TOKENS = "tokens.csv";
    static final String SERVER_CERTIFICATE = "server.crt";
    static final String SERVER_KEY = "server.key";

    private final Path folder;
    private final String url;
    private final TestAuthority authority = new TestAuthority();
    private final Map<String, String> tokens = new LinkedHashMap<>();

    Credentials(Path folder, String url) {
        this.folder = folder;
        this.url = url;
        RealKubernetes.USERS.forEach(user -> tokens.put(user, user + "-" + UUID.randomUUID()));
        TestAuthority.Identity server = authority.server();
        write("ca.crt", authority.certificate());
        write(SERVER_CERTIFICATE, server.certificate());
        write(SERVER_KEY, server.key());
        write(TOKENS, tokenFile());
    }

    TestAuthority authority() {
        return authority;
    }

    Path caCertificate() {
        return folder.resolve("ca.crt");
    }

    String token(String user) {
        return tokens.get(user);
    }

    Path kubeconfig(String user) {
        return tokenKubeconfig(user, token(user));
    }

    /** {@code name}: of the file. */
    Path tokenKubeconfig(String name, String token) {
        return kubeconfig(name, "{token: \"" + token + "\"}");
    }

    Path kubeconfigAt(String otherUrl, String user) {
        String access = "{token: \"" + token(user) + "\"}";
        String name = user + "-at-" + URI.create(otherUrl).getPort();
        return kubeconfig(name, access, otherUrl);
    }

    Path tokenFileKubeconfigAt(String otherUrl, Path tokenFile) {
        String name = "token-file-at-" + URI.create(otherUrl).getPort();
        return kubeconfig(name, "{tokenFile: \"" + tokenFile + "\"}", otherUrl);
    }

    Path certificateKubeconfig(String user, String... groups) {
        TestAuthority.Identity identity = authority.client(user, groups);
        Path certificate = write(user + ".crt", identity.certificate());
        Path key = write(user + ".key", identity.key());
        String access = "{client-certificate: \"%s\", client-key: \"%s\"}";
        return kubeconfig(user + "-by-certificate", access.formatted(certificate, key));
    }

    /** One line per user: token, name, number, groups. */
    private String tokenFile() {
        StringBuilder lines = new StringBuilder();
        tokens.forEach(
                (user, token) ->
                        lines.append("%s,%s,%s%s%n".formatted(token, user, user, groups(user))));
        return lines.toString();
    }

    private static String groups(String user) {
        return user.equals("admin") ? ",\"system:masters\"" : "";
    }

    private Path kubeconfig(String name, String access) {
        return kubeconfig(name, access, url);
    }

    private Path kubeconfig(String name, String access, String server) {
        return write(
                name + ".kubeconfig",
                """
                apiVersion: v1
                kind: Config
                current-context: testbed
                contexts: [{name: testbed, context: {cluster: testbed, user: user}}]
                users: [{name: user, user: %s}]
                clusters: [{name: testbed, cluster: {server: "%s", certificate-authority: "%s"}}]
                """
                        .formatted(access, server, caCertificate()));
    }

    /** At once: another test may be reading the same. */
    private Path write(String name, String text) {
        try {
            Path whole = Files.writeString(Files.createTempFile(folder, name, ".new"), text);
            return Files.move(whole, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
