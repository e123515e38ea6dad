package io.kse.cli;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Service;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person reads of a cluster and a Consul that agree, or do not. */
@ExtendWith(RealServers.class)
class DiffCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private ComparedCluster cluster;

    DiffCommandTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
    }

    @BeforeEach
    void newCluster() {
        cluster = new ComparedCluster(kubernetes, consul);
    }

    @Test
    void saysOfWhatIsPublishedThatThereIsNothingToChange() {
        cluster.create(cluster.exported("cart").port("http", 80).port("grpc", 90));
        cluster.create(service(cluster.namespace, "internal").port("http", 80));
        cluster.publish();

        Run run = diff();

        assertThat(run).isEqualTo(new Run(0, lines("nothing to change"), ""));
    }

    @Test
    void findsNothingToChangeInDocumentsOfTheOriginal() throws Exception {
        cluster.create(
                cluster.exported("cart")
                        .annotation("custom-attrs", "{\"weight\": 1.0, \"name\": \"a\"}")
                        .port("http", 80));
        for (Map.Entry<String, String> document : cluster.documents().entrySet()) {
            consul.put(document.getKey(), asTheOriginalWrites(document.getValue()));
        }

        assertThat(diff()).isEqualTo(new Run(0, lines("nothing to change"), ""));
    }

    /** In another order, without zero values, with numbers as doubles. */
    private static String asTheOriginalWrites(String document) throws Exception {
        Map<String, Object> fields = new TreeMap<>();
        JSON.readTree(document)
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.values().removeIf(value -> List.of("\"\"", "0", "false").contains(value.toString()));
        String written = JSON.writeValueAsString(fields).replace("1.0", "1");
        assertThat(written).hasSizeLessThan(document.length());
        return written;
    }

    @Test
    void showsEveryKindOfChangeOnALineOfItsOwnSortedByKey() throws Exception {
        cluster.create(cluster.exported("b").port("http", 80));
        Service drifted = cluster.create(cluster.exported("c").port("http", 80));
        cluster.create(cluster.exported("d").port("http", 80));
        cluster.publish();
        cluster.create(cluster.exported("a").port("http", 80));
        cluster.annotate("b", "load-balancer-class", "internal");
        cluster.annotate("b", "load-balancer-listen-port", "443");
        setPort(cluster.key("c", "http"), 1);
        cluster.delete("d");
        consul.put(cluster.keyOf("by-hand"), "a note");

        Run run = diff();

        assertThat(run)
                .isEqualTo(
                        new Run(
                                2,
                                lines(
                                        "= "
                                                + cluster.keyOf("by-hand")
                                                + ": not ours: it is no document",
                                        "+ " + cluster.key("a", "http") + ": new",
                                        "~ "
                                                + cluster.key("b", "http")
                                                + ": load_balancer_class \"\" -> \"internal\","
                                                + " load_balancer_listen_port 0 -> 443",
                                        "~ "
                                                + cluster.key("c", "http")
                                                + ": drift: port 1 -> "
                                                + nodePort(drifted),
                                        "- "
                                                + cluster.key("d", "http")
                                                + ": orphan: not wanted any more by any Service",
                                        "3 to write, 1 to delete, 1 kept"),
                                ""));
        assertThat(diff()).as("the same once more").isEqualTo(run);
    }

    private void setPort(String key, int port) throws Exception {
        ObjectNode document = (ObjectNode) JSON.readTree(consul.get(key).orElseThrow());
        consul.put(key, document.put("port", port).toString());
    }

    private static int nodePort(Service service) {
        return service.getSpec().getPorts().get(0).getNodePort();
    }

    @Test
    void showsAnotherNodePortFromTo() {
        int before = nodePort(cluster.create(cluster.exported("cart").port("http", 80)));
        cluster.publish();
        cluster.delete("cart");
        // Or the new one could be given the same by chance.
        cluster.create(service(cluster.namespace, "taker").nodePort("http", 80, before));
        int after = nodePort(cluster.create(cluster.exported("cart").port("http", 80)));

        assertThat(diff().out())
                .isEqualTo(
                        lines(
                                "~ %s: port %d -> %d, health_check_port %d -> %d"
                                        .formatted(
                                                cluster.key("cart", "http"),
                                                before,
                                                after,
                                                before,
                                                after),
                                "1 to write"));
    }

    @Test
    void leavesWhatIsWrittenByHandAndOtherClusters() {
        cluster.create(cluster.exported("cart").port("http", 80));
        cluster.publish();
        String document = consul.get(cluster.key("cart", "http")).orElseThrow();
        consul.put(cluster.key("gone", "http") + "2", document.replace("prod", "prod2"));
        consul.put(cluster.keyOf("by-hand"), "{}");

        Run run = diff();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualTo(
                        lines(
                                "= " + cluster.keyOf("by-hand") + ": not ours: it has no hash",
                                "nothing to change, 1 kept"));
    }

    @Test
    void keepsWhatARefusedServiceHasAndSaysWhyItIsRefused() {
        cluster.create(cluster.exported("cart").port("http", 80));
        cluster.create(cluster.exported("typo").port("http", 80));
        cluster.publish();
        cluster.annotate("cart", "load-balancer-listen-port", "https");
        cluster.annotate("typo", "exported", "ture");

        Run run = diff();

        String refused = cluster.namespace + "/cart";
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualTo(lines(kept("cart"), kept("typo"), "nothing to change, 2 kept"));
        assertThat(run.errorLines())
                .hasSize(2)
                .anyMatch(
                        line ->
                                line.startsWith(refused + ": annotation ")
                                        && line.contains("load-balancer-listen-port")
                                        && line.contains("\"https\""))
                .anyMatch(
                        line ->
                                line.startsWith(
                                                "note: "
                                                        + cluster.namespace
                                                        + "/typo: what was published stays: ")
                                        && line.contains("\"ture\""));
    }

    private String kept(String service) {
        return "= %s: kept for Service %s/%s, which is refused"
                .formatted(cluster.key(service, "http"), cluster.namespace, service);
    }

    @Test
    void saysWhichServiceWaitsForItsIngressService() {
        cluster.create(
                cluster.exported("cart").through("edge", "nowhere", "https").port("http", 80));

        Run run = diff();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(lines("nothing to change"));
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .startsWith("note: " + cluster.namespace + "/cart: ")
                .contains("edge/nowhere");
    }

    @Test
    void looksIngressServicesUpInOtherNamespaces() {
        ComparedCluster edge = new ComparedCluster(kubernetes, consul);
        edge.create(service(edge.namespace, "gateway").port("https", 443));
        cluster.create(
                cluster.exported("cart")
                        .through(edge.namespace, "gateway", "https")
                        .port("http", 80));

        cluster.environment.put("KSE_NAMESPACE_LIST", cluster.namespace + "," + edge.namespace);
        cluster.publish();
        cluster.environment.put("KSE_NAMESPACE_LIST", cluster.namespace);
        Run run = diff();

        assertThat(run.out())
                .isEqualTo(lines("+ " + cluster.key("cart", "http") + ": new", "1 to write"));
    }

    @Test
    void givesAKeyToTheOlderOfTwoServices() {
        cluster.create(cluster.exported("cart").port("http-80", 80));
        cluster.create(cluster.exported("cart-http").port(null, 80));

        Run run = diff();

        String key = cluster.key("cart", "http-80");
        assertThat(run.out()).isEqualTo(lines("+ " + key + ": new", "1 to write"));
        assertThat(run.errorLines())
                .containsExactly(
                        "note: %s/cart-http: key %s belongs to Service %s/cart"
                                .formatted(cluster.namespace, key, cluster.namespace));
    }

    @Test
    void showsWhatTheBrakeHoldsAndWhatAReleaseLetsGo() {
        IntStream.range(10, 22)
                .forEach(i -> cluster.create(cluster.exported("s" + i).port("http", 80)));
        cluster.publish();
        IntStream.range(10, 18).forEach(i -> cluster.delete("s" + i));

        Run held = diff();

        assertThat(held.exitCode()).isEqualTo(2);
        assertThat(held.out().lines())
                .hasSize(10)
                .contains(
                        "! "
                                + cluster.key("s10", "http")
                                + ": delete held by the brake: orphan: not wanted any more by any"
                                + " Service")
                .contains("+ " + cluster.prefix + "/brake/prod: 8 deletes are held")
                .last()
                .isEqualTo("1 to write, 8 held");
        Matcher release = Pattern.compile("write (\\w+) to (\\S+)$").matcher(held.err().strip());
        assertThat(release.find()).as(held.err()).isTrue();

        consul.put(release.group(2), release.group(1));

        Run freed = diff();
        assertThat(freed.out().lines())
                .filteredOn(line -> line.startsWith("- " + cluster.prefix + "/services/"))
                .hasSize(8);
        assertThat(freed.out()).doesNotContain("! ").endsWith(lines("9 to delete"));
    }

    /** Looks at all of Consul that is ours before and after. */
    private Run diff() {
        String before = consul.dump(cluster.prefix);
        Run run = cluster.diff();
        assertThat(consul.dump(cluster.prefix)).isEqualTo(before);
        return run;
    }

    private static String lines(String... lines) {
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }
}
