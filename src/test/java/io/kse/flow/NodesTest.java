package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.FaultyProxy;
import io.kse.testbed.Figures;
import io.kse.testbed.LogLines;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import io.kse.testbed.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Nodes of a real API server become at the nodes key of a real Consul. */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // What runs is looked at in Consul.
class NodesTest {
    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private final OwnNodes nodes;
    private final OwnNamespace namespace;
    private final String key;
    private final LogLines log = new LogLines("io.kse");

    NodesTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
        this.nodes = new OwnNodes(kubernetes);
        this.namespace =
                new OwnNamespace(kubernetes, consul).with("KSE_NODE_SELECTOR", nodes.selector());
        this.key = namespace.prefix + "/nodes/" + RunningExporter.CLUSTER;
    }

    @AfterEach
    void clean() {
        log.close();
        nodes.close();
    }

    @SideBySide
    void arePublishedByNameAndAddress() throws Exception {
        nodes.create("b", "10.0.0.2");
        nodes.create("a", "fd00::1", "10.0.0.1");

        try (RunningExporter exporter = namespace.start()) {
            awaitList(entry("a", "10.0.0.1"), entry("a", "fd00::1"), entry("b", "10.0.0.2"));
        }
    }

    @SideBySide
    void followACordonAndAnUncordon() throws Exception {
        nodes.create("a", "10.0.0.1");
        nodes.create("b", "10.0.0.2");
        try (RunningExporter exporter = namespace.start()) {
            awaitList(entry("a", "10.0.0.1"), entry("b", "10.0.0.2"));

            long cordoned = System.nanoTime();
            nodes.setSchedulable("b", false);
            awaitList(entry("a", "10.0.0.1"));
            Figures.since("a cordon until the key follows", cordoned);

            long uncordoned = System.nanoTime();
            nodes.setSchedulable("b", true);
            awaitList(entry("a", "10.0.0.1"), entry("b", "10.0.0.2"));
            Figures.since("an uncordon until the key follows", uncordoned);
        }
    }

    /** However long: nobody knows whether it is the Nodes that fail or what watches over them. */
    @SideBySide
    void stayWhenAllOfThemAreNotReadyAtOnce() throws Exception {
        for (int i = 0; i < 12; i++) {
            nodes.create("n" + i, "10.0.0." + i);
        }
        String untilAllAre = "0";
        namespace.with("KSE_MAX_DELETE_PERCENT", untilAllAre);
        try (RunningExporter exporter = namespace.start()) {
            awaitEntries(12);
            long index = consul.indexes(namespace.prefix).get(key);

            for (int i = 0; i < 12; i++) {
                nodes.setReady("n" + i, i % 2 == 0 ? "False" : "Unknown");
            }
            eventually().until(() -> !log.of(nodes.selector()).isEmpty());
            namespace.barrier(exporter, "barrier");

            assertThat(consul.indexes(namespace.prefix)).containsEntry(key, index);
            nodes.setReady("n0", "True");
            eventually().until(() -> consul.get(brake()).isPresent());
            assertThat(entries()).hasSize(12);
        }
    }

    @SideBySide
    void areNotWrittenWhereNoneIsIncludedAndNoneWas() throws Exception {
        nodes.create("a", "10.0.0.1");
        nodes.setSchedulable("a", false);
        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> !log.of(nodes.selector()).isEmpty());
            namespace.barrier(exporter, "barrier");

            assertThat(consul.get(key)).isEmpty();
            assertThat(log.of(nodes.selector())).hasSize(1);
        }
    }

    @SideBySide
    void areLeftAloneWithoutTheRightToReadThemAndDocumentsGoOn() throws Exception {
        User user = new User(kubernetes).may(namespace.name, "get", "list", "watch");
        namespace.with("KUBECONFIG", user.kubeconfig().toString());
        nodes.create("a", "10.0.0.1");
        String before = "[{\"Name\":\"z\",\"Address\":\"10.0.0.9\"}]";
        consul.put(key, before);
        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "barrier");

            assertThat(consul.get(key)).contains(before);
            assertThat(log.of("missing right: list nodes")).hasSize(1);
            assertThat(exporter.notReady()).isEmpty();

            user.mayReadNodes();

            awaitList(entry("a", "10.0.0.1"));
        }
    }

    @SideBySide
    void areHeldAndReleased() throws Exception {
        for (int i = 0; i < 12; i++) {
            nodes.create("n" + i, "10.0.0." + i);
        }
        try (RunningExporter exporter = namespace.start()) {
            awaitEntries(12);

            for (int i = 0; i < 8; i++) {
                nodes.setSchedulable("n" + i, false);
            }
            eventually().until(() -> consul.get(brake()).filter(b -> b.contains("n7")).isPresent());
            nodes.create("new", "10.0.1.1");
            awaitEntries(entries().size() + 1);
            assertThat(exporter.page())
                    .contains("<strong>" + entries().size() + "</strong> in the list, <strong>")
                    .contains("</strong> of them kept by the brake");
            consul.put(brake() + "/release", idOf(consul.get(brake()).orElseThrow()));

            awaitEntries(5);
            eventually().until(() -> consul.get(brake()).isEmpty());
            assertThat(consul.get(brake() + "/release")).isEmpty();
        }
    }

    /** As a cloud does with machines that are broken. */
    @SideBySide
    void areHeldUntilTheyAreDeleted() throws Exception {
        for (int i = 0; i < 12; i++) {
            nodes.create("n" + i, "10.0.0." + i);
        }
        try (RunningExporter exporter = namespace.start()) {
            awaitEntries(12);
            for (int i = 0; i < 8; i++) {
                nodes.setReady("n" + i, "Unknown");
            }
            eventually().until(() -> consul.get(brake()).filter(b -> b.contains("n7")).isPresent());

            for (int i = 0; i < 8; i++) {
                nodes.delete("n" + i);
            }

            awaitEntries(4);
            eventually().until(() -> consul.get(brake()).isEmpty());
        }
    }

    @SideBySide
    void goHoweverManyAreDeleted() throws Exception {
        for (int i = 0; i < 12; i++) {
            nodes.create("n" + i, "10.0.0." + i);
        }
        try (RunningExporter exporter = namespace.start()) {
            awaitEntries(12);

            for (int i = 0; i < 11; i++) {
                nodes.delete("n" + i);
            }

            awaitList(entry("n11", "10.0.0.11"));
            assertThat(consul.get(brake())).isEmpty();
        }
    }

    @SideBySide
    void leaveWhenTheirPretenceEndsWithNothingElseGoingOn() throws Exception {
        nodes.create("a", "10.0.0.1");
        nodes.create("b", "10.0.0.2");
        try (RunningExporter exporter = namespace.start()) {
            awaitList(entry("a", "10.0.0.1"), entry("b", "10.0.0.2"));
            Instant until = Instant.now().plusSeconds(6);
            nodes.pretendReadyUntil("b", until.toString());
            nodes.setReady("b", "False");

            awaitList(entry("a", "10.0.0.1"));

            Duration late = Duration.between(until, Instant.now());
            Figures.length("from the end of a pretence to the key", late);
            assertThat(late).isPositive();
        }
    }

    @SideBySide
    void areRepairedByAComparisonWhateverSomebodyWrote() throws Exception {
        nodes.create("a", "10.0.0.1");
        try (RunningExporter exporter = namespace.start()) {
            awaitList(entry("a", "10.0.0.1"));
        }
        consul.put(key, "null");

        try (RunningExporter exporter = namespace.start()) {
            awaitList(entry("a", "10.0.0.1"));
        }
    }

    /** Nor before they are all known: with 1,000 the original wrote 2 for a moment. */
    @SideBySide
    void areNotWrittenAgainAfterARestart() throws Exception {
        for (int i = 0; i < 5; i++) {
            nodes.create("n" + i, "10.0.0." + i);
        }
        long index;
        try (RunningExporter exporter = namespace.start()) {
            awaitEntries(5);
            index = consul.indexes(namespace.prefix).get(key);
        }

        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "barrier");
            nodes.create("last", "10.0.1.1");
            awaitEntries(6);
        }

        assertThat(log.of("Put " + key)).hasSize(2);
        assertThat(consul.indexes(namespace.prefix).get(key)).isGreaterThan(index);
    }

    @SideBySide
    void makeNoRequestForAHeartbeat() throws Exception {
        for (int i = 0; i < 20; i++) {
            nodes.create("n" + i, "10.0.0." + i);
        }
        try (FaultyProxy proxy = FaultyProxy.http(consul.port());
                RunningExporter exporter =
                        namespace.with("KSE_CONSUL_PORT", String.valueOf(proxy.port())).start()) {
            awaitEntries(20);
            exporter.awaitCompared();
            awaitNothingUnderWay(exporter, 20);
            long before = requests(proxy);

            for (int beat = 0; beat < 10; beat++) {
                for (int i = 0; i < 20; i++) {
                    nodes.heartbeat("n" + i);
                }
            }

            nodes.setSchedulable("n0", false);
            awaitEntries(19);
            int readAndWrite = 2;
            assertThat(requests(proxy)).isEqualTo(before + readAndWrite);
        }
    }

    /** The list may be there before the events that it has made needless are looked at. */
    private static void awaitNothingUnderWay(RunningExporter exporter, int events) {
        eventually()
                .until(
                        () ->
                                meter(exporter, "received_events_total") >= events
                                        && meter(exporter, "event_lag_seconds") == 0);
    }

    private static double meter(RunningExporter exporter, String name) {
        String line = "kube_service_exporter_" + name + "{kind=\"node\"} ";
        return exporter.scrape()
                .lines()
                .filter(each -> each.startsWith(line))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
                .sum();
    }

    private static long requests(FaultyProxy proxy) {
        return proxy.requests().stream().filter(r -> r.path().startsWith("/v1/txn")).count();
    }

    @SideBySide
    void areWatchedByTheLeaderOnlyWhereEveryNodeHasAReplica() throws Exception {
        nodes.create("a", "10.0.0.1");
        namespace.with("KSE_SERVICES_ENABLED", "true");
        RunningExporter leader = namespace.start();
        awaitList(entry("a", "10.0.0.1"));
        try (RunningExporter standby = namespace.start()) {
            nodes.create("b", "10.0.0.2");
            awaitList(entry("a", "10.0.0.1"), entry("b", "10.0.0.2"));
            eventually().ignoreExceptions().until(() -> standby.routeIsStarted("export-nodes"));
            assertThat(leader.routeIsStarted("watch-nodes")).isTrue();
            assertThat(standby.routeIsStarted("watch-nodes")).isFalse();
            eventually().untilAsserted(() -> assertThat(standby.notReady()).isEmpty());

            leader.close();
            nodes.create("c", "10.0.0.3");

            awaitEntries(3);
            assertThat(standby.routeIsStarted("watch-nodes")).isTrue();
        }
    }

    private String brake() {
        return namespace.brake();
    }

    private static String idOf(String report) {
        return report.replaceAll("(?s).*\"id\":\"([0-9a-f]+)\".*", "$1");
    }

    private List<String> entries() {
        List<String> entries = new ArrayList<>();
        String list = consul.get(key).orElse("[]");
        String inner = list.substring(1, list.length() - 1);
        Collections.addAll(entries, inner.isEmpty() ? new String[0] : inner.split("(?<=}),"));
        return entries;
    }

    private void awaitEntries(int count) {
        eventually().until(() -> entries().size() == count);
    }

    private void awaitList(String... entries) {
        eventually()
                .untilAsserted(
                        () ->
                                assertThat(consul.get(key))
                                        .contains("[" + String.join(",", entries) + "]"));
    }

    private String entry(String name, String address) {
        return "{\"Name\":\"%s\",\"Address\":\"%s\"}".formatted(nodes.full(name), address);
    }
}
