package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.Account;
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
    private final RealKubernetes kubernetes;
    private final OwnNamespace namespace;
    private final FaultyProxy proxy;
    private final Account account;
    private final LogLines log = new LogLines("io.kse.kubernetes");
    @TempDir private Path folder;
    private String first;

    KubernetesTokenRotationTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.namespace = new OwnNamespace(kubernetes, consul);
        this.account = Account.ofAnAdministrator(kubernetes, namespace.name);
        this.proxy = FaultyProxy.tcp(URI.create(kubernetes.url()).getPort());
    }

    @BeforeEach
    void prepare() throws Exception {
        String url = "https://127.0.0.1:" + proxy.port();
        namespace.with("KUBECONFIG", kubernetes.tokenFileKubeconfigAt(url, file()).toString());
        namespace.create(namespace.exported("cart"));
        namespace.create(namespace.exported("album"));
        first = account.newToken("first");
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

            Files.writeString(file(), account.newToken("second"));
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
            Files.writeString(file(), account.newToken("second"));

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

    private void revokeFirst() {
        account.revoke("first");
        eventually().until(() -> !account.isGood(first));
    }
}
