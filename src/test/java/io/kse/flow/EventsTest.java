package io.kse.flow;

import static io.kse.flow.OwnNamespace.awaitAnotherCreationTime;
import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.kse.testbed.Figures;
import io.kse.testbed.Kubectl;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import io.kse.testbed.User;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code kubectl describe service} shows of us. */
@ExtendWith(RealServers.class)
class EventsTest {
    private final RealKubernetes kubernetes;
    private final OwnNamespace namespace;
    private final Kubectl kubectl;

    EventsTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.namespace = new OwnNamespace(kubernetes, consul);
        this.kubectl = new Kubectl(kubernetes);
    }

    @SideBySide
    void sayWhatIsPublishedAndWhatNoLongerIs() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "first");
            namespace.create(namespace.exported("cart"));
            awaitShown("cart", "Normal", "Exported", "published in Consul: " + key("cart"));

            namespace.unexport("cart");

            awaitShown(
                    "cart",
                    "Normal",
                    "Unexported",
                    "not published any more (Service %s/cart: it has no annotation "
                            .formatted(namespace.name),
                    key("cart"));
            show("good, then unexported", "cart");
        }
    }

    @SideBySide
    void sayWhatIsRefusedAndThatItIsNoLonger() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "first");
            namespace.create(namespace.exported("cart"));
            awaitShown("cart", "Normal", "Exported");
            namespace.annotate("cart", "load-balancer-listen-port", "\u001b[31m44\u202e3\n<b>");
            awaitShown(
                    "cart",
                    "Warning",
                    "Rejected",
                    "refused, what was published stays; annotation"
                            + " kube-service-exporter.github.com/load-balancer-listen-port: value"
                            + " \"\\u001b[31m44\\u202e3\\n<b>\": accepted is a decimal 32-bit"
                            + " integer, such as 443");
            show("refused", "cart");

            namespace.removeAnnotation("cart", "load-balancer-listen-port");

            awaitShown("cart", "Normal", "Exported", "(x2 over");
            assertThat(events("cart")).hasSize(2);
            show("refused, then corrected", "cart");
        }
    }

    @SideBySide
    void sayWhoHasTheKey() throws Exception {
        awaitAnotherCreationTime(namespace.create(namespace.exported("a-b")));
        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "first");

            namespace.create(namespace.service("a").exported().port("b-http", 80));

            awaitShown(
                    "a",
                    "Warning",
                    "KeyTaken",
                    "key %s belongs to the older Service %s/a-b"
                            .formatted(key("a-b"), namespace.name));
            show("key taken", "a");
        }
    }

    @SideBySide
    void sayThatAnIngressServiceIsMissingAndThatItIsThere() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "first");
            namespace.create(namespace.exported("cart").through(namespace.name, "gateway", "tls"));
            awaitShown(
                    "cart",
                    "Warning",
                    "IngressNotFound",
                    "waits for its ingress Service, what was published stays; ingress Service"
                            + " %s/gateway does not exist".formatted(namespace.name));
            show("no ingress", "cart");

            namespace.create(namespace.service("gateway").port("tls", 443));

            awaitShown(
                    "cart",
                    "Normal",
                    "IngressFound",
                    "reached through it as http.cart.%s.local".formatted(namespace.name));
            awaitShown("cart", "Normal", "Exported", key("cart"));
            show("ingress found", "cart");
        }
    }

    @SideBySide
    void sayWhoseDeletesAreHeld() throws Exception {
        namespace.createMany("cart", 2);
        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> exporter.documents().size() == 2);
        }
        namespace.unexport("cart-0");
        namespace.unexport("cart-1");

        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> exporter.documents().containsKey(namespace.brake()));
            awaitShown(
                    "cart-1",
                    "Warning",
                    "DeleteHeld",
                    "writes the id that is in Consul at %s to %s/release lets them go: %s"
                            .formatted(namespace.brake(), namespace.brake(), key("cart-1")));
            show("delete held", "cart-1");
        }
    }

    /** Said once; at a start again only what stands against a Service. */
    @SideBySide
    void repeatAtAStartWhatStandsAndNothingElse() throws Exception {
        namespace.create(namespace.exported("good"));
        namespace.create(namespace.exported("bad").annotation("load-balancer-listen-port", "x"));
        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitDocument(key("good"), "hash");
            awaitShown("good", "Normal", "Exported");
            awaitShown("bad", "Warning", "Rejected");
        }

        try (RunningExporter exporter = namespace.start()) {
            awaitShown("bad", "Warning", "Rejected", "(x2 over");
            namespace.barrier(exporter, "last");
            awaitShown("last", "Normal", "Exported");

            assertThat(kubectl.describedEvents(namespace.name, "good"))
                    .filteredOn(line -> line.contains("Exported"))
                    .singleElement()
                    .asString()
                    .doesNotContain("over");
        }
    }

    @SideBySide
    void areWrittenByTheLeaderOnly() throws Exception {
        try (RunningExporter leader = namespace.with("KSE_POD_NAME", "leader").start()) {
            namespace.barrier(leader, "first");
            try (RunningExporter standby = namespace.with("KSE_POD_NAME", "standby").start()) {
                eventually().until(() -> standby.routeIsStarted("watch-services"));
                eventually().until(() -> standby.notReady().isEmpty());
                namespace.create(
                        namespace.exported("bad").annotation("load-balancer-listen-port", "x"));
                namespace.create(namespace.exported("good"));
                awaitShown("bad", "Warning", "Rejected");
                awaitShown("good", "Normal", "Exported");
                namespace.barrier(leader, "last");
                awaitShown("last", "Normal", "Exported");

                assertThat(all()).allMatch(e -> e.getReportingInstance().equals("leader"));
                assertThat(events("bad")).singleElement().matches(e -> e.getSeries() == null);
                assertThat(events("good")).singleElement().matches(e -> e.getSeries() == null);
            }
        }
    }

    @SideBySide
    void areLeftOutWithoutTheRightAndThatIsSaidOnce() throws Exception {
        User user = new User(kubernetes).may(namespace.name, "get", "list", "watch");
        try (LogLines log = new LogLines(EventLine.class);
                RunningExporter exporter =
                        namespace.with("KUBECONFIG", user.kubeconfig().toString()).start()) {
            namespace.barrier(exporter, "first");
            eventually().until(() -> !log.of(namespace.name).isEmpty());
            for (int i = 0; i < 5; i++) {
                namespace.barrier(exporter, "cart-" + i);
            }

            assertThat(log.of(namespace.name))
                    .containsExactly(
                            "WARN Missing right: create events.events.k8s.io in namespace %s. Where it is missing, Services get no Events, and none are tried until the program is started anew."
                                    .formatted(namespace.name));
            assertThat(all()).isEmpty();
        }
    }

    private String key(String service) {
        return namespace.key(service);
    }

    private void awaitShown(String service, String... parts) {
        eventually()
                .untilAsserted(
                        () ->
                                assertThat(kubectl.describedEvents(namespace.name, service))
                                        .anySatisfy(line -> assertThat(line).contains(parts)));
    }

    private void show(String what, String service) {
        Figures.count(
                "Events: " + what,
                String.join("\n", kubectl.describedEvents(namespace.name, service)));
    }

    private List<Event> events(String service) {
        return all().stream()
                .filter(event -> event.getRegarding().getName().equals(service))
                .toList();
    }

    private List<Event> all() {
        return kubernetes
                .client()
                .events()
                .v1()
                .events()
                .inNamespace(namespace.name)
                .list()
                .getItems()
                .stream()
                .filter(this::isOurs)
                .toList();
    }

    /** The API server writes some of its own. */
    private boolean isOurs(Event event) {
        return event.getReportingController().endsWith("kube-service-exporter");
    }
}
