package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.config.BadSettings;
import io.kse.service.Services;
import io.kse.testbed.AclConsul;
import io.kse.testbed.FreePorts;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/**
 * A Consul that takes values up to 2 KB only, and does not let everybody do everything. What it
 * refuses to one Service is said, and holds up nobody else.
 */
@ExtendWith(RealServers.class)
class FussyConsulTest {
    private static final String OPTIONS =
            """
            limits { kv_max_value_size = 2048 }
            acl { default_policy = "allow" }
            """;

    private static AclConsul consul;

    private final OwnNamespace namespace;
    private final LogLines log = new LogLines(Logger.ROOT_LOGGER_NAME);

    FussyConsulTest(RealKubernetes kubernetes) {
        this.namespace = new OwnNamespace(kubernetes, consul.server());
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws BadSettings {
        consul = AclConsul.start(folder, OPTIONS);
    }

    @AfterAll
    static void stop() {
        consul.close();
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @SideBySide
    void aDocumentThatIsTooLargeHoldsUpNobody() throws Exception {
        namespace.create(large("a-large"));
        namespace.create(namespace.exported("cart"));
        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitDocument(namespace.key("cart"), "hash");

            namespace.create(large("b-large"));
            namespace.barrier(exporter, "barrier");

            assertThat(exporter.documents())
                    .containsOnlyKeys(namespace.key("cart"), namespace.key("barrier"));
            assertThat(log.of(namespace.name))
                    .filteredOn(line -> line.contains("large"))
                    .hasSize(2);
        }
    }

    @SideBySide
    void aDocumentThatGrowsTooLargeStaysAsItWas() throws Exception {
        namespace.create(namespace.exported("cart"));
        try (RunningExporter exporter = namespace.start()) {
            String published = exporter.awaitDocument(namespace.key("cart"), "hash");

            namespace.annotate("cart", "custom-attrs", attributes());
            namespace.barrier(exporter, "barrier");

            assertThat(namespace.get(namespace.key("cart"))).contains(published);
        }
    }

    @SideBySide
    void aRightThatIsMissingForOneServiceHoldsUpNobody() throws Exception {
        token("key \"%s\" { policy = \"read\" }".formatted(namespace.key("cart")));
        namespace.create(namespace.exported("cart"));
        namespace.create(namespace.exported("album"));
        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitDocument(namespace.key("album"), "hash");

            namespace.annotate("cart", "load-balancer-class", "internal");
            namespace.barrier(exporter, "barrier");

            assertThat(exporter.documents())
                    .containsOnlyKeys(namespace.key("album"), namespace.key("barrier"));
            assertThat(log.of("denies key:write on " + namespace.key("cart")))
                    .as("when all was compared; when it changed, that is nothing new")
                    .filteredOn(line -> line.startsWith("WARN"))
                    .hasSize(1);
        }
    }

    @SideBySide
    void whatItMayNotWriteIsNotCalledExported() throws Exception {
        int port = FreePorts.next();
        namespace.with("KSE_HTTP_PORT", String.valueOf(port));
        token("key \"%s\" { policy = \"read\" }".formatted(namespace.key("cart")));
        namespace.create(namespace.exported("cart"));
        namespace.create(namespace.exported("album"));
        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitDocument(namespace.key("album"), "hash");
            namespace.barrier(exporter, "barrier");

            assertThat(get(port, "/?q=cart"))
                    .contains(">not written<", "denies key:write on " + namespace.key("cart"));
            assertThat(get(port, "/?q=album")).doesNotContain(">not written<");
            assertThat(get(port, "/explain/" + namespace.name + "/cart"))
                    .contains("cart is to be exported, but", "its last change was not made at ")
                    .contains("denies key:write on " + namespace.key("cart"));

            namespace.unexport("cart");
            namespace.barrier(exporter, "another");
            assertThat(get(port, "/?q=cart")).doesNotContain("denies");
        }
    }

    private static String get(int port, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    @SideBySide
    void anOrphanThatItMayNotDeleteIsSaid() throws Exception {
        publish("cart", "album");
        token("key \"%s\" { policy = \"read\" }".formatted(namespace.key("cart")));
        namespace.delete("cart");

        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "barrier");

            assertThat(exporter.documents()).hasSize(3);
            assertThat(log.of("denies key:write on " + namespace.key("cart")))
                    .filteredOn(line -> line.startsWith("WARN"))
                    .hasSize(1);
        }
    }

    /** What it does not see may be what somebody else's keys are told apart by. */
    @SideBySide
    void nothingIsDeletedWhileKeysAreHidden() throws Exception {
        publish("cart", "album", "wine");
        token("key \"%s\" { policy = \"deny\" }".formatted(namespace.key("wine")));
        namespace.delete("cart");

        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "barrier");

            assertThat(exporter.documents()).hasSize(4).containsKey(namespace.key("cart"));
        }
    }

    /** Nothing of the hidden one is to be written, so that only the list tells. */
    @SideBySide
    void nothingIsDeletedWhileANeighboursKeysAreHidden() throws Exception {
        publish("cart", "album");
        String hidden = namespace.prefix + "/services/hidden/clusters/prod2";
        consul.server().put(hidden, "theirs");
        token("key \"%s\" { policy = \"deny\" }".formatted(hidden));
        namespace.delete("cart");

        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "barrier");

            assertThat(exporter.documents()).containsKey(namespace.key("cart"));
            assertThat(log.of("Consul hides some keys from our token")).isNotEmpty();
        }
    }

    private void publish(String... services) throws Exception {
        for (String service : services) {
            namespace.create(namespace.exported(service));
        }
        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> exporter.documents().size() == services.length);
        }
    }

    private Services large(String service) {
        return namespace.exported(service).annotation("custom-attrs", attributes());
    }

    private static String attributes() {
        return "{\"a\":\"" + "x".repeat(2048) + "\"}";
    }

    /** From now on the exporter may do everything but that. */
    private void token(String rules) {
        namespace.with("CONSUL_HTTP_TOKEN", consul.grant(namespace.prefix, rules).token());
    }
}
