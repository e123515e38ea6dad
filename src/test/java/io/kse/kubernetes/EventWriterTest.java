package io.kse.kubernetes;

import static io.kse.kubernetes.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.User;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealServers.class)
class EventWriterTest {
    private static final Instant SINCE = Instant.parse("2025-01-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(SINCE.plusSeconds(90), ZoneOffset.UTC);
    private static final String LONGEST = "ä".repeat(512);

    private final RealKubernetes kubernetes;
    private final Cluster cluster;
    private String namespace;
    private Service cart;

    EventWriterTest(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
        this.cluster = new Cluster(kubernetes);
    }

    @BeforeEach
    void create() {
        namespace = cluster.newNamespace();
        cart = create("cart");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void writesWhatIsSaidOnce() {
        writer(cluster.admin(), "pod").write(cart, text(LONGEST));

        Event event = only();
        assertThat(event.getNote()).isEqualTo(LONGEST);
        assertThat(event.getType()).isEqualTo("Warning");
        assertThat(event.getReason()).isEqualTo("Rejected");
        assertThat(event.getAction()).isEqualTo("Read");
        assertThat(event.getEventTime().getTime()).isEqualTo("2025-01-01T00:00:00.000000Z");
        assertThat(event.getReportingController()).isEqualTo("github.com/kube-service-exporter");
        assertThat(event.getReportingInstance()).isEqualTo("pod");
        assertThat(event.getRegarding().getUid()).isEqualTo(cart.getMetadata().getUid());
        assertThat(event.getRegarding().getKind()).isEqualTo("Service");
        assertThat(event.getSeries()).isNull();
    }

    @Test
    void countsUpWhatIsSaidAgainByWhicheverPod() {
        writer(cluster.admin(), "pod-1").write(cart, text("bad port"));
        writer(cluster.admin(), "pod-1").write(cart, text("bad port"));
        writer(cluster.admin(), "pod-2").write(cart, text("bad port"));

        Event event = only();
        assertThat(event.getSeries().getCount()).isEqualTo(3);
        assertThat(event.getSeries().getLastObservedTime().getTime())
                .isEqualTo("2025-01-01T00:01:30.000000Z");
        assertThat(event.getReportingInstance()).isEqualTo("pod-1");
    }

    @Test
    void tellsApartWhatIsNotTheSame() {
        EventWriter writer = writer(cluster.admin(), "pod");
        writer.write(cart, text("bad port"));
        writer.write(cart, text("bad class"));
        writer.write(create("album"), text("bad port"));
        cluster.admin().resource(cart).delete();
        writer.write(create("cart"), text("bad port"));

        assertThat(all()).hasSize(4).allMatch(event -> event.getSeries() == null);
    }

    @Test
    void takesAPodOfAnyName() {
        writer(cluster.admin(), "p".repeat(250)).write(cart, text("bad port"));

        assertThat(only().getReportingInstance()).hasSize(128);
    }

    @Test
    void needsTheRightsToCreateAndToPatchAndNoOthers() {
        User user = new User(kubernetes);
        KubernetesClient client = cluster.connect(user.kubeconfig());
        assertThat(refusal(client).missing()).isEqualTo("create");

        user.mayWithEvents(namespace, "create");
        writer(client, "pod").write(cart, text("bad port"));
        EventRefused refusal = refusal(client);
        assertThat(refusal.missing()).isEqualTo("patch");
        assertThat(refusal.isAboutNamespace()).isTrue();

        user.mayWithEvents(namespace, "patch");
        writer(client, "pod").write(cart, text("bad port"));
        assertThat(only().getSeries().getCount()).isEqualTo(2);
    }

    /** Which is no missing right, though the API server answers 403. */
    @Test
    void isRefusedInANamespaceThatEnds() {
        cluster.admin().namespaces().withName(namespace).delete();

        EventRefused refusal = refusal(cluster.admin());

        assertThat(refusal).hasMessageContaining("terminated");
        assertThat(refusal.missing()).isEmpty();
        assertThat(refusal.isAboutNamespace()).isFalse();
    }

    @Test
    void isRefusedWhatKubernetesDoesNotTake() {
        EventRefused refusal =
                catchThrowableOfType(
                        EventRefused.class,
                        () -> writer(cluster.admin(), "pod").write(cart, text(LONGEST + "ä")));

        assertThat(refusal).hasMessageContaining("1024");
        assertThat(refusal.isAboutNamespace()).isFalse();
    }

    /** It is said by what the program cannot do without. */
    @Test
    void saysNothingOfAnApiServerThatIsAway(@TempDir Path folder) {
        try (RealKubernetes own = RealKubernetes.start(folder);
                KubernetesClient client =
                        KubernetesClients.connect(
                                Map.of("KUBECONFIG", own.kubeconfig().toString()));
                LogLines log = new LogLines(ApiServerTrouble.class)) {
            own.kill();
            long begun = System.nanoTime();

            assertThatThrownBy(() -> writer(client, "pod").write(cart, text("bad port")))
                    .isInstanceOf(KubernetesUnavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(8));
            assertThat(log.lines()).isEmpty();
        }
    }

    private EventRefused refusal(KubernetesClient client) {
        return catchThrowableOfType(
                EventRefused.class, () -> writer(client, "pod").write(cart, text("bad port")));
    }

    private Service create(String name) {
        return cluster.admin().resource(service(namespace, name)).create();
    }

    private static EventWriter writer(KubernetesClient client, String pod) {
        return new EventWriter(client, pod, CLOCK);
    }

    private static EventText text(String note) {
        return new EventText("Warning", "Rejected", "Read", note, SINCE);
    }

    private Event only() {
        assertThat(all()).hasSize(1);
        return all().get(0);
    }

    private List<Event> all() {
        return cluster
                .admin()
                .events()
                .v1()
                .events()
                .inNamespace(namespace)
                .list()
                .getItems()
                .stream()
                .filter(event -> EventWriter.CONTROLLER.equals(event.getReportingController()))
                .toList();
    }
}
