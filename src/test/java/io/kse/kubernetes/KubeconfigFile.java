package io.kse.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the kubeconfig files that the tests of this package need. */
final class KubeconfigFile {
    private KubeconfigFile() {}

    /**
     * @param authority YAML of the cluster's authority with a comma before it, or nothing
     * @param user YAML of the user
     */
    static Path write(Path folder, String url, String authority, String user) {
        String text =
                """
                apiVersion: v1
                kind: Config
                current-context: x
                clusters: [{name: c, cluster: {server: "%s"%s}}]
                users: [{name: u, user: %s}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                """;
        try {
            Path file = folder.resolve("kubeconfig");
            return Files.writeString(file, text.formatted(url, authority, user));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
