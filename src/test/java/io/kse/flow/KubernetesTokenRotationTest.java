package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ServiceAccount's token gets a successor in its file, and the API server refuses the old one,
 * while the program watches.
 */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class KubernetesTokenRotationTest {
    private static final String API = "rbac.authorization.k8s.io";

    private final RealKubernetes kubernetes;
    private final OwnNamespace namespace;
    private final FaultyProxy proxy;
    private final LogLines log = new LogLines("io.kse.kubernetes");
    @TempDir private Path folder;
    private String first;

    KubernetesTokenRotationTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.namespace = new OwnNamespace(kubernetes, consul);
        this.proxy = FaultyProxy.tcp(URI.create(kubernetes.url()).getPort());
    }

    @BeforeEach
    void prepare() throws Exception {
        createAccount();
        namespace.with("KUBECONFIG", kubeconfig().toString());
        namespace.create(namespace.exported("cart"));
        namespace.create(namespace.exported("album"));
        first = token("first");
        Files.writeString(file(), first);
    }

    @AfterEach
    void stop() {
        proxy.close();
        log.close();
    }

    @SideBySide
    void isNotNoticedByAnybody() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> exporter.documents().size() == 2);

            Files.writeString(file(), token("second"));
            revokeFirst();
            proxy.cut();
            change();

            awaitChange(exporter);
            assertThat(own("401")).isEmpty();
        }
    }

    @SideBySide
    void mayReachUsAfterTheOldOneIsRefused() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> exporter.documents().size() == 2);

            revokeFirst();
            proxy.cut();
            change();
            eventually().until(() -> !own("refuses our token").isEmpty());
            assertThat(exporter.documents()).hasSize(2);
            Files.writeString(file(), token("second"));

            awaitChange(exporter);
            eventually().until(() -> !own("answers again after").isEmpty());
            assertThat(own("401")).singleElement().asString().startsWith("WARN");
        }
    }

    private List<String> own(String text) {
        String server = "127.0.0.1:" + proxy.port() + "/";
        return log.of(text).stream().filter(line -> line.contains(server)).toList();
    }

    private void change() {
        namespace.delete("album");
        namespace.annotate("cart", "load-balancer-class", "internal");
    }

    private void awaitChange(RunningExporter exporter) {
        exporter.awaitDocument(namespace.key("cart"), "internal");
        exporter.awaitGone(namespace.key("album"));
    }

    private Path file() {
        return folder.resolve("token");
    }

    private Path kubeconfig() throws Exception {
        return Files.writeString(
                folder.resolve("kubeconfig"),
                """
                apiVersion: v1
                kind: Config
                current-context: pod
                contexts: [{name: pod, context: {cluster: here, user: exporter}}]
                users: [{name: exporter, user: {tokenFile: "%s"}}]
                clusters: [{name: here, cluster: {server: "https://127.0.0.1:%d", certificate-authority: "%s"}}]
                """
                        .formatted(file(), proxy.port(), kubernetes.caCertificate()));
    }

    private void createAccount() {
        kubernetes
                .client()
                .resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace.name)
                                .withName("exporter")
                                .endMetadata()
                                .build())
                .create();
        kubernetes
                .client()
                .resource(
                        new ClusterRoleBindingBuilder()
                                .withNewMetadata()
                                .withName(namespace.name)
                                .endMetadata()
                                .withNewRoleRef(API, "ClusterRole", "cluster-admin")
                                .addNewSubject("", "ServiceAccount", "exporter", namespace.name)
                                .build())
                .create();
    }

    /** Valid until the Secret of that name is deleted. */
    private String token(String secret) {
        Secret bound =
                kubernetes
                        .client()
                        .resource(
                                new SecretBuilder()
                                        .withNewMetadata()
                                        .withNamespace(namespace.name)
                                        .withName(secret)
                                        .endMetadata()
                                        .build())
                        .create();
        TokenRequest request =
                new TokenRequestBuilder()
                        .withNewSpec()
                        .withNewBoundObjectRef("v1", "Secret", secret, bound.getMetadata().getUid())
                        .endSpec()
                        .build();
        return kubernetes
                .client()
                .serviceAccounts()
                .inNamespace(namespace.name)
                .withName("exporter")
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }

    /** The API server remembers for ten seconds that a token was good. */
    private void revokeFirst() {
        kubernetes.client().secrets().inNamespace(namespace.name).withName("first").delete();
        eventually().until(() -> !isGood(first));
    }

    private boolean isGood(String token) {
        TokenReview review =
                new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build();
        return Boolean.TRUE.equals(
                kubernetes.client().resource(review).create().getStatus().getAuthenticated());
    }
}
