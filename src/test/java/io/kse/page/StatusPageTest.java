package io.kse.page;

import static io.kse.document.DocumentSteps.key;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.BrakeReport;
import io.kse.document.BrakeReport.HeldNodes;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.leadership.LeadershipState;
import io.kse.node.ExportedNode;
import io.kse.node.NodeSelectors;
import io.kse.node.Nodes;
import io.kse.page.Facts.Connection;
import io.kse.service.ServiceName;
import io.kse.status.Changes;
import io.kse.status.Compared;
import io.kse.status.History;
import io.kse.status.LastComparison;
import io.kse.testbed.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusPageTest {
    private static final LastComparison.Ended COMPARED =
            new LastComparison.Ended(
                    Looks.NOW.minusSeconds(5),
                    new Compared(
                            10_000,
                            true,
                            2,
                            new Changes.Count(3, 1),
                            Duration.ofMillis(1_234),
                            "it is time"));

    private static final BrakeReport HELD =
            new BrakeReport(
                    "a1b2c3",
                    Looks.NOW.minusSeconds(30),
                    100,
                    50,
                    0,
                    60,
                    List.of(key("gone")),
                    Optional.of(
                            HeldNodes.of(20, 10, 0, Set.of(new ExportedNode("n1", "10.0.0.1")))));

    private final Looks looks = new Looks();

    @Test
    void saysOfEachServiceWhatBecameOfIt() {
        looks.service(service("shop", "cart").exported().nodePort("http", 80, 30080).build())
                .service(
                        service("shop", "typo")
                                .exported()
                                .annotation("load-balancer-listen-port", "https")
                                .nodePort("http", 80, 30081)
                                .build())
                .service(
                        service("shop", "account")
                                .exported()
                                .through("edge", "gateway", "https")
                                .nodePort("http", 80, 30082)
                                .build())
                .service(service("shop", "internal").type("ClusterIP").build());

        assertThat(rows())
                .containsExactly(
                        "account: waiting for ingress",
                        "cart: exported",
                        "internal: not exported",
                        "typo: refused");
        assertThat(looks.html(null))
                .contains("load-balancer-listen-port")
                .contains("its type is &quot;ClusterIP&quot;")
                .contains("kse/services/cluster-shop-cart-http/clusters/cluster");
    }

    @Test
    void namesTheOlderServiceThatHasTheKey() {
        for (String namespace : List.of("a", "b")) {
            looks.service(
                    service(namespace, "cart")
                            .exported()
                            .createdAt(
                                    "a".equals(namespace)
                                            ? "2024-01-01T00:00:00Z"
                                            : "2025-01-01T00:00:00Z")
                            .nodePort("http", 80, 30080)
                            .build());
        }
        looks.service(service("a-b", "c").exported().nodePort("http", 80, 30080).build());
        looks.service(
                service("a", "b-c")
                        .createdAt("2025-01-01T00:00:00Z")
                        .exported()
                        .nodePort("http", 80, 30080)
                        .build());

        assertThat(rows()).contains("b-c: key taken", "c: exported");
        assertThat(looks.html(null)).contains("belongs to the older Service a-b/c");
        looks.changed(
                new History.Entry(Looks.NOW, key("cluster-a-b-c-http"), true, "the other one's"));
        assertThat(detail(looks.html("service=a-b%2Fc"))).contains("the other one&#39;s");
        assertThat(detail(looks.html("service=a%2Fb-c"))).doesNotContain("the other one");
    }

    private static String detail(String html) {
        return html.substring(html.indexOf("id=\"detail\""), html.indexOf("id=\"services\""));
    }

    @Test
    void doesNotCallExportedWhatConsulDidNotTake() {
        looks.service(service("shop", "cart").exported().nodePort("http", 80, 30080).build())
                .service(service("shop", "old").type("ClusterIP").build())
                .failed("shop", "cart", "Consul denies key:write on its key")
                .failed("shop", "old", "the same");

        assertThat(rows()).containsExactly("cart: not written", "old: not exported");
        String why =
                "its last change was not made at 2026-01-31 12:00:00: Consul denies key:write on";
        assertThat(looks.html(null))
                .contains(why)
                .contains(
                        "Consul did not take the last change of 2 Services at least, such as shop/cart:"
                                + " Consul denies key:write on its key");
        assertThat(detail(looks.html("service=shop%2Fcart")))
                .contains(why)
                .contains("badge not-written");
    }

    @Test
    void saysThatDocumentsOfAServiceStayThatAreHeld() {
        looks.service(service("shop", "cart").nodePort("http", 80, 30080).build())
                .service(service("shop", "album").nodePort("http", 80, 30080).build())
                .held("shop", "cart", key("cluster-shop-cart-http"))
                .held("shop", "album", key("cluster-shop-album-a"), key("cluster-shop-album-b"));

        assertThat(looks.html("q=cart")).contains("1 key of it stays in Consul: held by the brake");
        assertThat(looks.html("q=album"))
                .contains("2 keys of it stay in Consul: held by the brake");
    }

    @Test
    void explainsNothingThatCannotBeAName() {
        looks.explained("asked for it");

        assertThat(looks.html("service=shop%2Fcart")).contains("asked for it");
        for (String name : List.of("shop", "shop%2F", "Shop%2Fcart", "shop%2Fcart%2Fx", "..%2Fx")) {
            assertThat(looks.html("service=" + name))
                    .contains("No Service can be called so")
                    .doesNotContain("asked for it");
        }
    }

    @Test
    void keepsWhatAnUndecidedServiceHad() {
        ServiceName cart = new ServiceName("shop", "cart");
        looks.service(service("shop", "cart").exported().nodePort("http", 80, 30080).build())
                .documents(new Undecided(cart, List.of("exported is \"ja\"")));

        assertThat(rows()).containsExactly("cart: undecided");
        assertThat(looks.html("service=shop%2Fcart")).contains("&quot;port&quot;: 30080");
    }

    @Test
    void saysOfARefusedServiceThatHadDocumentsThatTheyAreKept() {
        ServiceName cart = new ServiceName("shop", "cart");
        looks.service(service("shop", "cart").exported().nodePort("http", 80, 30080).build())
                .documents(new Rejected(cart, List.of("listen port is \"https\"")));

        assertThat(rows()).containsExactly("cart: refused and kept");
    }

    @Test
    void forgetsADeletedService() {
        looks.service(service("shop", "cart").exported().nodePort("http", 80, 30080).build())
                .documents(
                        io.kse.document.ServiceDocuments.NotExported.gone(
                                new ServiceName("shop", "cart")));

        assertThat(rows()).isEmpty();
    }

    @Test
    void findsServicesByNameNamespaceKeyAndState() {
        looks.service(service("shop", "cart").exported().nodePort("http", 80, 30080).build())
                .service(service("edge", "cart").type("ClusterIP").build())
                .service(service("shop", "catalog").exported().nodePort("web", 80, 30081).build());

        assertThat(rows("q=CART")).hasSize(2);
        assertThat(rows("q=catalog-web")).containsExactly("catalog: exported");
        assertThat(rows("q=cart&namespace=edge")).containsExactly("cart: not exported");
        assertThat(rows("state=exported")).hasSize(2);
        assertThat(rows("q=nothing")).isEmpty();
        assertThat(looks.html("q=nothing")).contains("No Service is like that");
    }

    @Test
    void saysByWhatTheClusterIsDrainedAndThatTheListIsEmptyOnPurpose() {
        looks.drainedBy("KSE_DRAIN", "kse/drain/cluster")
                .nodes(
                        NodeSelectors.parse("", 1),
                        Nodes.readyNode("out", "10.0.0.3").cordoned().read());

        assertThat(looks.html(null))
                .contains("This cluster is drained by KSE_DRAIN and kse/drain/cluster: ")
                .contains(
                        "The cluster is drained: the list is empty on purpose. When that ends, 0 of")
                .doesNotContain("the last list stays as it is");
    }

    @Test
    void showsAPageOfThemAtATime() {
        for (int i = 0; i < 120; i++) {
            looks.service(service("shop", "s%03d".formatted(i)).type("ClusterIP").build());
        }

        assertThat(rows("page=2")).hasSize(50).first().isEqualTo("s050: not exported");
        assertThat(looks.html("page=2"))
                .contains("51–100 of 120 Services")
                .contains("href=\"/\"")
                .contains("href=\"/?page&#x3D;3\"");
        assertThat(rows("page=999")).hasSize(20);
        assertThat(rows("page=-1")).hasSize(50);
    }

    @Test
    void showsTheDocumentAndWhyAndWhenItWasWritten() {
        looks.service(service("shop", "cart").exported().nodePort("http", 80, 30080).build())
                .explained("step 1\nstep 2")
                .changed(
                        new History.Entry(
                                Looks.NOW.minusSeconds(90),
                                key("cluster-shop-cart-http"),
                                true,
                                "port 30000 -> 30080"));

        assertThat(looks.html("service=shop%2Fcart"))
                .contains("step 1\nstep 2")
                .contains("&quot;port&quot;: 30080,\n")
                .contains("1 min 30 s ago")
                .contains("port 30000 -&gt; 30080");
    }

    @Test
    void saysThatAServiceIsUnknown() {
        assertThat(looks.explained("no such Service").html("service=shop%2Fnothing"))
                .contains("No Service of this name is known here")
                .contains("href=\"/#services\">Close")
                .contains("no such Service");
    }

    @Test
    void isThereThoughNothingCanBeExplained() {
        looks.service(service("shop", "cart").type("ClusterIP").build());
        StatusPage page =
                new StatusPage(
                        looks::facts,
                        (namespace, name) -> {
                            throw new IllegalStateException("Consul is away");
                        },
                        key -> Optional.empty());

        try (LogLines log = new LogLines("io.kse.page.ServiceDetail")) {
            assertThat(page.html("service=shop%2Fcart"))
                    .contains("It cannot be explained now; the log says why.")
                    .doesNotContain("Consul is away");
            assertThat(log.lines())
                    .containsExactly("WARN shop/cart cannot be explained on the page");
        }
    }

    @Test
    void saysThatThisReplicaLeadsAndWithWhichFence() {
        assertThat(looks.html(null))
                .contains("This replica (exporter-7c9f) leads.")
                .contains("1 h 2 min")
                .contains("session 0f3a9c21…")
                .doesNotContain("0f3a9c21-1111");
    }

    @Test
    void saysThatItIsAStandbyAndNamesTheLeader() {
        assertThat(looks.state(new LeadershipState.Standby("exporter-other")).html(null))
                .contains(
                        "is a standby: it writes nothing. exporter-other leads; only the leader knows what is held.");
    }

    @Test
    void saysThatNobodyLeads() {
        assertThat(looks.state(new LeadershipState.Campaigning()).html(null))
                .contains("Nobody is known to lead")
                .contains(
                        "No leader is known since 2026-01-31 11:59:00: what has changed since"
                                + " shortly before may not be written yet.");
        assertThat(looks.state(new LeadershipState.Standby("exporter-other")).html(null))
                .doesNotContain("may not be written");
    }

    @Test
    void doesNotGuessWhoLeadsBeforeTheLockIsRead() {
        assertThat(looks.beforeTheLockIsRead().html(null))
                .contains("It is not known yet who leads")
                .doesNotContain("Nobody is known to lead", "campaign");
    }

    @Test
    void tellsOfTheLastComparison() {
        assertThat(looks.compared(COMPARED).html(null))
                .contains("10,000 Services, just listed")
                .contains("1,234 ms")
                .contains("3 written, 1 deleted")
                .contains("<dt>Reason</dt><dd>it is time</dd>")
                .doesNotContain("while it led")
                .contains("2 Services tried again")
                .contains("<dd>none since the start</dd>");
    }

    @Test
    void saysThatAFormerLeadersComparisonIsItsOwn() {
        looks.compared(COMPARED).state(new LeadershipState.Standby("exporter-other"));

        assertThat(looks.html(null)).contains("after 1,234 ms, by this replica, while it led</dd>");
    }

    @Test
    void tellsHowMuchDriftWasRepaired() {
        assertThat(looks.repaired(4).html(null))
                .contains("<dt>Drift repaired</dt><dd>4 since the start</dd>");
    }

    @Test
    void saysThatNothingIsCompared() {
        assertThat(looks.notComparing("permission denied").html(null))
                .contains("Nothing is compared: permission denied");
    }

    @Test
    void saysWhatIsHeldAndHowToLetItGoOn() {
        looks.held(HELD);

        assertThat(looks.html(null))
                .contains("Documents: 60. Of the 100 that there were at the last count, 50 may go")
                .contains("Entries of the list of nodes: 1. Of 20, 10 may go within a minute")
                .contains("consul kv put kse/brake/cluster/release a1b2c3")
                .contains(key("gone").path())
                .contains("n1 10.0.0.1")
                .contains("and 59 more")
                .doesNotContain("led last");
    }

    @Test
    void keepsSayingWhatIsHeldWhileNobodyLeads() {
        looks.held(HELD).state(new LeadershipState.Campaigning());

        assertThat(looks.html(null))
                .contains("Deletes are held: see below.")
                .contains("This is what was known when this replica led last.")
                .contains("release a1b2c3")
                .doesNotContain("is not known");
    }

    @Test
    void saysThatWhatIsHeldIsNotKnownWhileNobodyLeads() {
        assertThat(looks.state(new LeadershipState.Campaigning()).html(null))
                .contains("Whether deletes are held is not known.");
    }

    @Test
    void saysOfEachNodeWhyItIsInOrOut() {
        looks.nodes(
                NodeSelectors.parse("role=worker", 1),
                Nodes.readyNode("a", "10.0.0.1").label("role", "worker").read(),
                Nodes.readyNode("b", "10.0.0.2").label("role", "worker").cordoned().read(),
                Nodes.readyNode("c", "10.0.0.3").read());

        assertThat(looks.html(null))
                .contains("<strong>1</strong> in the list, <strong>2</strong> out")
                .contains("role&#x3D;worker")
                .contains("cordoned")
                .contains("not selected");
    }

    @Test
    void countsNodesThatTheBrakeKeepsAsInTheList() {
        looks.heldNodes(new ExportedNode("b", "10.0.0.2"), new ExportedNode("gone", "10.0.0.9"))
                .nodes(
                        NodeSelectors.parse("", 1),
                        Nodes.readyNode("a", "10.0.0.1").read(),
                        Nodes.readyNode("b", "10.0.0.2").cordoned().read(),
                        Nodes.readyNode("c", "10.0.0.3").cordoned().read());

        assertThat(looks.html(null))
                .contains(
                        "<strong>3</strong> in the list, <strong>2</strong> of them kept by the"
                                + " brake, <strong>1</strong> out")
                .containsSubsequence(
                        "<bdi>c</bdi>",
                        ">out</span>",
                        "cordoned",
                        "<bdi>b</bdi>",
                        ">kept by the brake</span>",
                        "cordoned",
                        "<bdi>gone</bdi>",
                        "10.0.0.9",
                        ">kept by the brake</span>",
                        "no such Node",
                        "<bdi>a</bdi>",
                        ">in</span>");
    }

    @Test
    void tellsOfWhatItWorksWith() {
        looks.connection(new Connection("Consul", "127.0.0.1:8500", false, "does not answer"))
                .connection(new Connection("API server", "https://api", true, "watched"));

        assertThat(looks.html(null))
                .contains("Consul at 127.0.0.1:8500: does not answer")
                .contains("watched");
    }

    @Test
    void tellsOfTheLastChanges() {
        looks.changed(new History.Entry(Looks.NOW, key("a"), false, "orphan"));

        assertThat(looks.html(null)).contains("deleted").contains("orphan");
        assertThat(new Looks().html(null)).contains("This replica has changed nothing");
    }

    private List<String> rows() {
        return rows(null);
    }

    private List<String> rows(String query) {
        return Rows.of(looks.html(query));
    }
}
