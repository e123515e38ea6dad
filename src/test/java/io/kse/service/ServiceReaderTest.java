package io.kse.service;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.kse.service.ServiceExport.Exported;
import io.kse.service.ServiceExport.NotExported;
import io.kse.service.ServiceExport.Undecided;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceReaderTest {
    @ParameterizedTest
    @ValueSource(strings = {"LoadBalancer", "NodePort"})
    void exportsTypesThatHaveNodePorts(String type) {
        assertThat(read(cart().exported().type(type).build())).isInstanceOf(Exported.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"ClusterIP", "ExternalName", "loadbalancer", ""})
    void doesNotExportOtherTypes(String type) {
        assertThat(read(cart().exported().type(type).build())).isInstanceOf(NotExported.class);
    }

    @Test
    void doesNotExportWithoutOptIn() {
        assertThat(read(cart().build())).isInstanceOf(NotExported.class);
        assertThat(read(cart().build()).isExported()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "T", "TRUE", "true", "True"})
    void exportsWhatIsOptedIn(String yes) {
        assertThat(read(cart().annotation("exported", yes).build()).isExported()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "f", "F", "FALSE", "false", "False"})
    void doesNotExportWhatIsOptedOut(String no) {
        assertThat(read(cart().annotation("exported", no).build())).isInstanceOf(NotExported.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "ture", "true ", "null"})
    void doesNotDecideByATypo(String typo) {
        assertThat(read(cart().annotation("exported", typo).build()))
                .isInstanceOfSatisfying(
                        Undecided.class,
                        undecided ->
                                assertThat(undecided.problem())
                                        .isEqualTo(
                                                new AnnotationProblem(
                                                        "kube-service-exporter.github.com/exported",
                                                        typo,
                                                        GoBoolean.ACCEPTED)));
    }

    @Test
    void doesNotExportAnotherTypeWhateverItsTypo() {
        Service cart = cart().type("ClusterIP").annotation("exported", "ture").build();

        assertThat(read(cart)).isInstanceOf(NotExported.class);
    }

    @Test
    void doesNotExportWhatWasDeleted() {
        Service cart = cart().exported().build();

        assertThat(new ServiceReader().read(cart, Action.DELETED)).isInstanceOf(NotExported.class);
        assertThat(new ServiceReader().read(cart, "DELETED")).isInstanceOf(NotExported.class);
        assertThat(new ServiceReader().read(cart, Action.MODIFIED)).isInstanceOf(Exported.class);
        assertThat(new ServiceReader().read(cart, Action.ADDED)).isInstanceOf(Exported.class);
    }

    @Test
    void unexportsADeletedServiceWhateverItsTypo() {
        Service cart = cart().annotation("exported", "ture").build();

        assertThat(new ServiceReader().read(cart, Action.DELETED)).isInstanceOf(NotExported.class);
    }

    @Test
    void readsEachPortByItself() {
        Service cart =
                service("shop", "cart")
                        .nodePort("http", 80, 30080)
                        .port("admin", 81)
                        .nodePort(null, 82, 30082)
                        .nodePort("", 83, 30083)
                        .exported()
                        .build();

        assertThat(exported(cart).ports())
                .extracting(ServicePort::portName)
                .containsExactly("http", "admin", "82", "83");
        assertThat(exported(cart).ports())
                .extracting(ServicePort::nodePort)
                .containsExactly(30080, 0, 30082, 30083);
    }

    @Test
    void readsWhenItWasCreated() {
        Service cart = cart().exported().createdAt("2024-05-06T07:08:09Z").build();

        assertThat(exported(cart).createdAt()).isEqualTo("2024-05-06T07:08:09Z");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "yesterday", "2024-13-01T00:00:00Z"})
    void isYoungerThanAllIfItsCreationIsUnknown(String createdAt) {
        Service cart = cart().exported().createdAt(createdAt).build();

        assertThat(exported(cart).createdAt()).isEqualTo(Instant.MAX);
    }

    @Test
    void takesManifestsWithoutNamespaceAsDefault() {
        assertThat(read(service(null, "cart").build()).service())
                .isEqualTo(new ServiceName("default", "cart"));
    }

    @Test
    void takesWhateverClaimsToBeAService() {
        Service withoutPorts = cart().exported().build();
        withoutPorts.getSpec().setPorts(null);
        Service withNullPort = service("shop", "cart").exported().build();
        withNullPort.getSpec().setPorts(Arrays.asList(null, null));

        assertThat(read(new Service())).isInstanceOf(NotExported.class);
        assertThat(read(withoutPorts)).isInstanceOf(NotExported.class);
        assertThat(read(withNullPort)).isInstanceOf(NotExported.class);
    }

    /** A key is UTF-8, which cannot hold it. */
    @Test
    void takesHalfASurrogatePairInANameForTheReplacementCharacter() {
        Services torn = service("a\ud800", "b\udc00").nodePort("c\ud800", 80, 30080).exported();

        Exported export = exported(torn.build());

        assertThat(export.service()).isEqualTo(new ServiceName("a\ufffd", "b\ufffd"));
        assertThat(export.ports().get(0).portName()).isEqualTo("c\ufffd");
    }

    private static Services cart() {
        return service("shop", "cart").nodePort("http", 80, 30080);
    }

    private static ServiceExport read(Service service) {
        return new ServiceReader().read(service, null);
    }

    private static Exported exported(Service service) {
        return (Exported) read(service);
    }
}
