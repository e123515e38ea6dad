package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.kubernetes.KubernetesClients;
import io.kse.testbed.Etcd;
import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Request;
import io.kse.testbed.Figures;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An API server of which single answers fail, and that forgets its history. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiServerFaultsTest {
    private static final Predicate<Request> WATCH =
            request -> request.path().contains("/services?") && request.path().contains("watch=");
    private static final Predicate<Request> LIST =
            request -> request.path().contains("/services?") && !WATCH.test(request);

    private RealKubernetes kubernetes;
    private RealConsul consul;
    private FaultyProxy proxy;
    private Shop shop;
    private RunningExporter exporter;

    @BeforeAll
    void startServers(@TempDir Path kubernetesFolder, @TempDir Path consulFolder) {
        kubernetes = RealKubernetes.start(kubernetesFolder, "--watch-cache=false");
        consul = RealConsul.start(consulFolder);
    }

    @AfterAll
    void stopServers() {
        kubernetes.close();
        consul.close();
    }

    @BeforeEach
    void newShop() {
        proxy = FaultyProxy.https(kubernetes);
        shop = new Shop(kubernetes);
        shop.create("goes");
        shop.create("stays");
    }

    @AfterEach
    void stop() {
        if (exporter != null) {
            exporter.close();
        }
        proxy.close();
    }

    private Map<String, String> throughTheProxy() {
        return Map.of("KUBECONFIG", kubernetes.kubeconfigAt(proxy.url()).toString());
    }

    private void start() throws Exception {
        exporter = RunningExporter.start(kubernetes, consul, shop.namespace(), throughTheProxy());
        exporter.awaitDocument(key("goes"), "hash");
        exporter.awaitDocument(key("stays"), "hash");
    }

    private String key(String name) {
        return exporter.key(shop.namespace(), name, "http");
    }

    private long count(Predicate<Request> which) {
        return proxy.requests().stream().filter(which).count();
    }

    @Test
    void listsInPagesWithoutTls() {
        try (KubernetesClient client = KubernetesClients.connect(throughTheProxy())) {
            ServiceList first = page(client, null);
            ServiceList second = page(client, first.getMetadata().getContinue());

            assertThat(first.getItems())
                    .extracting(ApiServerFaultsTest::name)
                    .containsExactly("goes");
            assertThat(second.getItems())
                    .extracting(ApiServerFaultsTest::name)
                    .containsExactly("stays");
        }
    }

    private ServiceList page(KubernetesClient client, String from) {
        return client.services()
                .inNamespace(shop.namespace())
                .list(new ListOptionsBuilder().withLimit(1L).withContinue(from).build());
    }

    private static String name(Service service) {
        return service.getMetadata().getName();
    }

    @Test
    void followsAChangeOnTheWatchItHas() throws Exception {
        start();
        await().until(() -> count(WATCH) == 1);

        shop.change("stays", "internal");
        exporter.awaitDocument(key("stays"), "\"internal\"");
        shop.delete("goes");
        exporter.awaitGone(key("goes"));

        assertThat(count(WATCH)).isOne();
    }

    @Test
    void listsAgainWhenAListStopsHalfWay() throws Exception {
        proxy.faultOnce(new Fault.CutAnswer(600), LIST);

        start();

        assertThat(exporter.documents()).containsOnlyKeys(key("goes"), key("stays"));
    }

    @Test
    void listsAgainWhenTheHistoryIsForgotten() throws Exception {
        start();
        exporter.awaitCompared();
        await().until(() -> count(WATCH) == 1);
        proxy.fault(new Fault.Refuse());
        shop.delete("goes");
        new Etcd(kubernetes).forgetHistory();
        long lists = count(LIST);
        long begun = System.nanoTime();

        proxy.heal();

        exporter.awaitGone(key("goes"));
        Figures.since("history forgotten and API server back to what vanished deleted", begun);
        assertThat(count(LIST)).isGreaterThan(lists);
        assertThat(exporter.documents()).containsOnlyKeys(key("stays"));
    }

    @Test
    void goesOnWhereItWasWhenAWatchIsCut() throws Exception {
        start();
        exporter.awaitCompared();
        await().until(() -> count(WATCH) == 1);
        long lists = count(LIST);

        proxy.cut();
        shop.change("stays", "internal");

        exporter.awaitDocument(key("stays"), "\"internal\"");
        assertThat(count(WATCH)).isEqualTo(2);
        await("no list").during(Duration.ofMillis(500)).until(() -> count(LIST) == lists);
    }

    /**
     * The event comes after the list was asked for, so that the comparison leaves the Service to
     * it; but what another leader has written the event does not know of.
     */
    @Test
    void comparesAgainWhatItHasLeftToAnEvent() throws Exception {
        start();
        String prefix = exporter.prefix();
        String old = exporter.key(shop.namespace(), "stays", "old");
        String document = exporter.awaitDocument(key("stays"), "hash");
        exporter.close();
        consul.put(old, document);
        Map<String, String> again = new HashMap<>(throughTheProxy());
        again.put("KSE_CONSUL_KV_PREFIX", prefix);
        long lists = count(LIST);
        proxy.fault(new Fault.Delay(Duration.ofSeconds(1)), LIST);

        exporter = RunningExporter.start(kubernetes, consul, shop.namespace(), again);
        await("the comparison's list, after the watch's")
                .atMost(Duration.ofSeconds(20))
                .until(() -> count(LIST) == lists + 2);
        shop.change("stays", "internal");

        exporter.awaitDocument(key("stays"), "\"internal\"");
        exporter.awaitGone(old);
    }

    /** From a list, while rights or the network keep the watch away; then the watch goes on. */
    @Test
    void writesNothingOlderThanWhatAListHasSaid() throws Exception {
        start();
        exporter.awaitCompared();
        await().until(() -> count(WATCH) == 1);
        proxy.fault(new Fault.Answer(503, "not now"), WATCH);
        proxy.cut();
        shop.change("stays", "first");
        shop.change("stays", "second");
        consul.delete(exporter.prefix() + "/leadership/prod-leader");
        exporter.awaitDocument(key("stays"), "\"second\"");
        Map<String, Long> written = consul.indexes(key("stays"));

        proxy.heal();
        shop.change("goes", "told");

        exporter.awaitDocument(key("goes"), "\"told\"");
        assertThat(consul.indexes(key("stays"))).isEqualTo(written);
    }
}
