package io.kse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeconfigTest {
    private static final String GOOD =
            """
            apiVersion: v1
            kind: Config
            current-context: x
            clusters:
            - {name: c, cluster: {server: "https://one:6443"}}
            users:
            - {name: u, user: {token: s3cret}}
            contexts:
            - {name: x, context: {cluster: c, user: u}}
            """;

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("config");
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    current-context: x  | current-context: y    | KUBECONFIG {f}: its current-context names the context y, which is not there
                    current-context: x  | other: x              | KUBECONFIG {f} has no current-context
                    cluster: c          | cluster: d            | KUBECONFIG {f}: context x names the cluster d, which is not there
                    user: u             | user: v               | KUBECONFIG {f}: context x names the user v, which is not there
                    , user: u           | ''                    | KUBECONFIG {f}: context x names no user
                    contexts:           | 'contexts: [null]'    | KUBECONFIG {f} is not a kubeconfig in YAML
                    https://one:6443    | one:6443              | KUBECONFIG {f}: its cluster's server is no http or https URL
                    https://one:6443    | https://a b           | KUBECONFIG {f}: its cluster's server is no http or https URL
                    token: s3cret       | tokenFile: gone       | KUBECONFIG {f}: the file {d}/gone does not exist
                    token: s3cret       | client-key: gone      | KUBECONFIG {f}: the file {d}/gone does not exist
                    {token: s3cret}     | s3cret                | KUBECONFIG {f} is not a kubeconfig in YAML
                    apiVersion: v1      | s3cret: [             | KUBECONFIG {f} is not a kubeconfig in YAML
                    contexts:           | nothing:              | KUBECONFIG {f}: its current-context names the context x, which is not there
                    """)
    void namesTheFileAndWhatIsWrongInIt(String part, String bad, String message) throws Exception {
        Files.writeString(file, GOOD.replace(part, bad));

        assertThatThrownBy(() -> connect(file.toString()))
                .isInstanceOf(BadKubeconfig.class)
                .hasMessage(message.replace("{f}", "" + file).replace("{d}", "" + folder))
                .message()
                .doesNotContain("s3cret", "\n");
    }

    @Test
    void refusesEmptyFile() throws Exception {
        Files.createFile(file);

        assertThatThrownBy(() -> connect(file.toString()))
                .isInstanceOf(BadKubeconfig.class)
                .hasMessage("KUBECONFIG %s is not a kubeconfig in YAML", file);
    }

    @Test
    void refusesMissingFileAndFolder() throws Exception {
        Files.writeString(file, GOOD);

        assertThatThrownBy(() -> connect(file + ":" + folder.resolve("gone")))
                .isInstanceOf(BadKubeconfig.class)
                .hasMessage("KUBECONFIG %s/gone does not exist", folder);
        assertThatThrownBy(() -> connect(folder.toString()))
                .isInstanceOf(BadKubeconfig.class)
                .hasMessage("KUBECONFIG %s cannot be read as a file", folder);
    }

    @Test
    void refusesCertificateThatIsNone() throws Exception {
        Files.writeString(
                file,
                GOOD.replace(
                        "{token: s3cret}",
                        "{client-certificate-data: bm9uZQ==, client-key-data: bm9uZQ==}"));

        assertThatThrownBy(() -> connect(file.toString()))
                .isInstanceOf(BadKubeconfig.class)
                .hasMessageStartingWith(
                        "the certificates or keys for https://one:6443/ cannot be used: ");
    }

    @Test
    void refusesToGoOnWhereNothingLeadsToACluster() {
        assertThatThrownBy(
                        () ->
                                KubernetesClients.connect(
                                        Map.of("HOME", folder.toString()), folder.resolve("sa")))
                .isInstanceOf(BadKubeconfig.class)
                .hasMessage(
                        "no Kubernetes cluster found: KUBECONFIG is not set, there is no service"
                                + " account (KUBERNETES_SERVICE_HOST and %s/sa/token), and"
                                + " %s/.kube/config does not exist",
                        folder, folder);
    }

    @Test
    void firstOfSeveralFilesWins() throws Exception {
        Path second = folder.resolve("second");
        Files.writeString(file, GOOD);
        Files.writeString(second, GOOD.replace("https://one", "https://two"));

        assertThat(connect(file + ":" + second).getMasterUrl()).isEqualTo("https://one:6443/");
        assertThat(connect(second + ":" + file).getMasterUrl()).isEqualTo("https://two:6443/");
    }

    @Test
    void contextMayStandInAnotherFile() throws Exception {
        Path context = folder.resolve("context");
        Files.writeString(context, "current-context: x");
        Files.writeString(file, GOOD.replace("current-context: x", ""));

        Config config = connect(context + ":" + file);

        assertThat(config.getMasterUrl()).isEqualTo("https://one:6443/");
        assertThat(config.getAutoOAuthToken()).isEqualTo("s3cret");
        assertThat(config.getUserAgent()).startsWith("kube-service-exporter/");
    }

    @Test
    void podUsesItsServiceAccountBeforeTheHomeFolder() throws Exception {
        Files.writeString(folder.resolve("token"), "first\n");
        Files.createFile(folder.resolve("ca.crt"));
        writeHome();

        Config config =
                connect(
                        Map.of(
                                "KUBERNETES_SERVICE_HOST", "fd00::1",
                                "KUBERNETES_SERVICE_PORT", "6443",
                                "HOME", folder.toString()));

        assertThat(config.getMasterUrl()).isEqualTo("https://[fd00::1]:6443/");
        assertThat(config.getOauthTokenProvider().getToken()).isEqualTo("first");
    }

    @Test
    void usesTheHomeFolderLast() throws Exception {
        writeHome();

        Config config = connect(Map.of("HOME", folder.toString()));

        assertThat(config.getMasterUrl()).isEqualTo("https://one:6443/");
    }

    @Test
    void tokenFileIsReadAgainAndSurvivesItsAbsence() throws Exception {
        TokenFile token = new TokenFile(file);
        Files.writeString(file, "first\n");
        assertThat(token.getToken()).isEqualTo("first");

        Files.writeString(file, "second\n");
        assertThat(token.getToken()).isEqualTo("second");

        Files.delete(file);
        assertThat(token.getToken()).isEqualTo("second");
    }

    private void writeHome() throws IOException {
        Files.createDirectory(folder.resolve(".kube"));
        Files.writeString(folder.resolve(".kube/config"), GOOD);
    }

    private Config connect(String kubeconfig) {
        return connect(Map.of("KUBECONFIG", kubeconfig));
    }

    private Config connect(Map<String, String> environment) {
        try (KubernetesClient client = KubernetesClients.connect(environment, folder)) {
            return client.getConfiguration();
        }
    }
}
