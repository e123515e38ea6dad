package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.User;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The program with rights on some namespaces only, and with Services that others are behind. */
@ExtendWith(RealServers.class)
class NamespacesTest {
    private final RealKubernetes kubernetes;
    private final User user;
    private final OwnNamespace shop;
    private final OwnNamespace edge;

    NamespacesTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.user = new User(kubernetes);
        this.shop = new OwnNamespace(kubernetes, consul);
        this.edge = new OwnNamespace(kubernetes, consul);
        shop.with("KUBECONFIG", user.kubeconfig().toString());
    }

    private RunningExporter startWithBoth() throws Exception {
        return shop.with("KSE_NAMESPACE_LIST", shop.name + "," + edge.name).start();
    }

    private String edgeKey(RunningExporter exporter, String service) {
        return exporter.key(edge.name, service, "http");
    }

    @Test
    void rolesInTheListedNamespacesAndOneForNodesAreEnough() throws Exception {
        user.may(shop.name, "get", "list", "watch").may(edge.name, "get", "list", "watch");
        user.mayReadNodes();
        shop.create(shop.exported("cart"));
        edge.create(edge.exported("album"));
        try (LogLines lines = new LogLines("io.kse.kubernetes");
                RunningExporter exporter = startWithBoth()) {
            exporter.awaitDocument(shop.key("cart"), "hash");
            exporter.awaitDocument(edgeKey(exporter, "album"), "hash");

            edge.delete("album");

            exporter.awaitGone(edgeKey(exporter, "album"));
            assertThat(lines.of("missing right")).isEmpty();
        }
    }

    @Test
    void putsForTheOthersGoOnWhileOneNamespaceIsForbiddenAndItsOrphansGoOnceItIsGranted()
            throws Exception {
        user.may(shop.name, "get", "list", "watch");
        User both = new User(kubernetes).may(shop.name, "get", "list", "watch");
        both.may(edge.name, "get", "list", "watch");
        edge.create(edge.exported("album"));
        edge.create(edge.exported("goes"));
        shop.create(shop.exported("cart"));
        shop.with("KUBECONFIG", both.kubeconfig().toString());
        try (RunningExporter before = startWithBoth()) {
            before.awaitDocument(edgeKey(before, "goes"), "hash");
            before.awaitDocument(edgeKey(before, "album"), "hash");
            before.awaitDocument(shop.key("cart"), "hash");
        }
        edge.delete("goes");

        shop.with("KUBECONFIG", user.kubeconfig().toString());
        try (RunningExporter exporter = startWithBoth()) {
            shop.barrier(exporter, "barrier");
            shop.delete("cart");
            exporter.awaitGone(shop.key("cart"));
            assertThat(exporter.documents())
                    .containsKeys(edgeKey(exporter, "goes"), edgeKey(exporter, "album"));

            user.may(edge.name, "get", "list", "watch");

            OwnNamespace.eventually()
                    .until(() -> !exporter.documents().containsKey(edgeKey(exporter, "goes")));
            assertThat(exporter.documents()).containsKey(edgeKey(exporter, "album"));
        }
    }

    @Test
    void followsAnIngressServiceInANamespaceThatIsNotListed() throws Exception {
        user.may(shop.name, "get", "list", "watch");
        user.mayNamed(edge.name, List.of("gateway"), "get", "list", "watch");
        int first =
                edge.create(edge.service("gateway").port("tls", 443))
                        .getSpec()
                        .getPorts()
                        .get(0)
                        .getNodePort();
        shop.create(shop.exported("cart").through(edge.name, "gateway", "tls"));
        shop.create(shop.exported("album").through(edge.name, "gateway", "tls"));
        // So that no comparison is what finds the change.
        shop.with("KSE_SERVICE_RESYNC_PERIOD", "60");
        try (RunningExporter exporter = shop.start()) {
            exporter.awaitDocument(shop.key("cart"), "\"port\":" + first);
            exporter.awaitDocument(shop.key("album"), "\"port\":" + first);

            edge.delete("gateway");
            int second =
                    edge.create(edge.service("gateway").port("tls", 443))
                            .getSpec()
                            .getPorts()
                            .get(0)
                            .getNodePort();

            assertThat(second).isNotEqualTo(first);
            exporter.awaitDocument(shop.key("cart"), "\"port\":" + second);
            exporter.awaitDocument(shop.key("album"), "\"port\":" + second);
        }
    }
}
