package io.kse.explain;

import static io.kse.document.DocumentSteps.key;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.explain.Presence.Present;
import io.kse.explain.Presence.Unseen;
import io.kse.explain.Presence.Unwatched;
import io.kse.plan.ServiceState;
import io.kse.service.ServiceAnnotations;
import io.kse.service.ServiceName;
import io.kse.service.Services;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a Service in every state that it can be in. */
class ExplainerTest {
    private static final KvKey CART = key("cluster-shop-cart-http");

    private final ExplainedCluster cluster = new ExplainedCluster();
    private Explanation explanation;

    private static Services cart() {
        return service("shop", "cart").exported().nodePort("http", 80, 30080);
    }

    private void explain() {
        explanation = cluster.explain("shop", "cart");
    }

    private void assertAnswer(State state, Outcome outcome, String answer) {
        assertThat(explanation.answer()).isEqualTo(answer);
        assertThat(explanation.state()).isEqualTo(state);
        assertThat(explanation.outcome()).isEqualTo(outcome);
        assertThat(explanation.text()).startsWith(answer + "\n");
    }

    private void assertKeys(KeyState... states) {
        assertThat(explanation.keys()).extracting(KeyFinding::state).containsExactly(states);
    }

    private List<String> obstacles() {
        return explanation.steps().stream()
                .filter(step -> !step.ok())
                .map(step -> step.name() + ": " + step.says())
                .toList();
    }

    @Test
    void saysThatConsulHoldsWhatItShould() {
        cluster.with(cart()).published(cart()).written(CART, "written: new").event("ADDED: …");

        explain();

        assertAnswer(
                State.of(ServiceState.EXPORTED),
                Outcome.EXPORTED,
                "shop/cart is exported: Consul holds its document as it should be");
        assertKeys(KeyState.EQUAL);
        assertThat(obstacles()).isEmpty();
        assertThat(explanation.steps())
                .extracting(Step::name)
                .containsExactly("type", "exported", "annotation", "port");
        assertThat(explanation.steps().get(3).says())
                .isEqualTo("\"http\": NodePort 30080, key " + CART);
        assertThat(explanation.text())
                .contains("last changed 2026-01-31T12:00:00Z: written: new")
                .contains("last events:\n  2026-01-31T12:00:00Z ADDED: …");
    }

    @Test
    void countsDocumentsOfSeveralPorts() {
        Services both = cart().nodePort("grpc", 90, 30090);
        cluster.with(both).published(both);

        explain();

        assertAnswer(
                State.of(ServiceState.EXPORTED),
                Outcome.EXPORTED,
                "shop/cart is exported: Consul holds its 2 documents as they should be");
    }

    @Test
    void saysWhichFieldsDiffer() {
        cluster.with(cart().annotation("load-balancer-class", "internal")).published(cart());

        explain();

        assertAnswer(
                State.of(ServiceState.EXPORTED),
                Outcome.OTHERWISE,
                "shop/cart is exported, but Consul is not as it should be: its document is to be"
                        + " written: load_balancer_class \"\" -> \"internal\"");
        assertThat(explanation.keys().get(0).says())
                .isEqualTo("is to be written: load_balancer_class \"\" -> \"internal\"");
        assertThat(explanation.text()).contains("should hold: {").contains("  holds: {");
    }

    @Test
    void saysThatSomebodyElseHasChangedADocument() {
        cluster.with(cart()).published(cart());
        cluster.put(CART, cluster.stored(CART).replace("\"port\":30080", "\"port\":1"));

        explain();

        assertKeys(KeyState.DRIFT);
        assertThat(explanation.keys().get(0).says())
                .isEqualTo("is to be written: drift: port 1 -> 30080");
        assertThat(explanation.outcome()).isEqualTo(Outcome.OTHERWISE);
    }

    @Test
    void saysThatADocumentIsNotThereYet() {
        cluster.with(cart());

        explain();

        assertAnswer(
                State.of(ServiceState.EXPORTED),
                Outcome.OTHERWISE,
                "shop/cart is to be exported, but Consul is not as it should be: its document is"
                        + " to be written: Consul holds nothing there");
        assertKeys(KeyState.MISSING);
    }

    @Test
    void doesNotTakeAHiddenKeyForAMissingOne() {
        cluster.with(cart()).hidden();

        explain();

        assertThat(explanation.keys().get(0).says()).endsWith("or hides it from our token");
    }

    @Test
    void namesEachAnnotationThatCannotBeRead() {
        cluster.with(
                        cart().annotation("load-balancer-listen-port", "https")
                                .annotation("custom-attrs", "[]"))
                .published(cart());

        explain();

        assertThat(explanation.state()).isEqualTo(State.of(ServiceState.REFUSED));
        assertThat(explanation.answer())
                .startsWith("shop/cart is refused: annotation ")
                .endsWith("; what was published stays");
        assertThat(obstacles())
                .hasSize(2)
                .anyMatch(line -> line.contains("load-balancer-listen-port: value \"https\""))
                .anyMatch(line -> line.contains("custom-attrs: value \"[]\""));
        assertThat(explanation.steps())
                .extracting(Step::name)
                .containsExactly("type", "exported", "annotation", "annotation");
        assertKeys(KeyState.KEPT);
        assertThat(explanation.keys().get(0).says())
                .isEqualTo("kept for Service shop/cart, which is refused");
    }

    @Test
    void saysThatNothingOfARefusedServiceIsPublished() {
        cluster.with(cart().annotation("load-balancer-listen-port", "https"));

        explain();

        assertThat(explanation.answer()).endsWith("; nothing of it is published");
    }

    @Test
    void namesThePortThatIsRefused() {
        cluster.with(cart().annotation("id-prefix", "a//b"));

        explain();

        assertThat(explanation.state()).isEqualTo(State.of(ServiceState.REFUSED));
        assertThat(obstacles())
                .singleElement()
                .asString()
                .startsWith("notice: port \"http\": its key would hold the service id");
    }

    @Test
    void saysWhichIngressServiceIsMissing() {
        cluster.with(cart().through("edge", "gateway", "https")).published(cart());

        explain();

        assertAnswer(
                State.of(ServiceState.WAITING_FOR_INGRESS),
                Outcome.OTHERWISE,
                "shop/cart waits for its ingress Service: ingress Service edge/gateway does not"
                        + " exist; what was published stays");
        assertThat(obstacles())
                .containsExactly(
                        "ingress: port \"https\" of Service edge/gateway",
                        "notice: ingress Service edge/gateway does not exist");
        assertKeys(KeyState.KEPT);
    }

    @Test
    void saysThatTheIngressServiceMayNotBeRead() {
        Services behind = cart().through("edge", "gateway", "https");
        String why = "ingress Service edge/gateway may not be read: a right is missing";
        explanation =
                cluster.with(behind)
                        .explain(
                                new ServiceName("shop", "cart"),
                                new Present(behind.build()),
                                Optional.of(
                                        new AwaitsIngress(
                                                new ServiceName("shop", "cart"), List.of(why))));

        assertAnswer(
                State.of(ServiceState.WAITING_FOR_INGRESS),
                Outcome.OTHERWISE,
                "shop/cart waits for its ingress Service: " + why + "; nothing of it is published");
        assertThat(obstacles()).contains("notice: " + why);
    }

    @Test
    void countsKeysIfSeveralAreNotAsTheyShouldBe() {
        cluster.with(cart().nodePort("grpc", 90, 30090).nodePort("admin", 70, 30070));
        cluster.published(cart().nodePort("old", 60, 30060));

        explain();

        assertThat(explanation.answer())
                .endsWith(
                        "as it should be: 1 key as it should be, 2 keys missing, 1 key to be deleted");
    }

    @Test
    void saysWhichPortOfTheIngressServiceIsUsed() {
        Services behind = cart().through("edge", "gateway", "https");
        cluster.with(service("edge", "gateway").nodePort("https", 443, 30443)).with(behind);
        cluster.published(behind);

        explain();

        assertThat(explanation.outcome()).isEqualTo(Outcome.EXPORTED);
        assertThat(explanation.steps())
                .contains(
                        new Step(
                                "ingress",
                                true,
                                "port \"https\" of Service edge/gateway: found, NodePort 30443"));
    }

    @Test
    void saysThatADocumentStaysBehindAPortThatIsGone() {
        Services behind = cart().through("edge", "gateway", "https");
        cluster.with(service("edge", "gateway").nodePort("https", 443, 30443)).with(behind);
        cluster.published(behind);
        cluster.with(service("edge", "gateway").nodePort("renamed", 443, 30443));

        explain();

        assertKeys(KeyState.KEPT);
        assertThat(explanation.keys().get(0).says())
                .isEqualTo("stays behind its ingress Service, whose port is gone");
        assertThat(explanation.outcome()).isEqualTo(Outcome.OTHERWISE);
        assertThat(obstacles())
                .first()
                .isEqualTo("ingress: port \"https\" of Service edge/gateway");
    }

    @Test
    void saysWhoHasItsKey() {
        Services older = service("shop-cart", "http").createdAt("2023-01-01T00:00:00Z");
        // The id of both: cluster-shop-cart-http-x
        Services mine = service("shop", "cart-http").exported().nodePort("x", 80, 30080);
        cluster.with(older.exported().nodePort("x", 80, 30081)).with(mine).published(older);

        explanation = cluster.explain("shop", "cart-http");

        KvKey key = key("cluster-shop-cart-http-x");
        assertAnswer(
                State.of(ServiceState.KEY_TAKEN),
                Outcome.OTHERWISE,
                "shop/cart-http is not exported: key %s belongs to the older Service shop-cart/http"
                        .formatted(key));
        assertKeys(KeyState.TAKEN);
        assertThat(explanation.keys().get(0).owner())
                .contains(new ServiceName("shop-cart", "http"));
        assertThat(cluster.explain("shop-cart", "http").outcome()).isEqualTo(Outcome.EXPORTED);
    }

    @Test
    void isExportedWhileItHasOneOfItsKeys() {
        Services older = service("shop-cart", "http").createdAt("2023-01-01T00:00:00Z");
        Services mine = service("shop", "cart-http").exported().nodePort("x", 80, 30080);
        mine.nodePort("own", 81, 30082);
        cluster.with(older.exported().nodePort("x", 80, 30081)).with(mine).published(older);

        explanation = cluster.explain("shop", "cart-http");

        assertThat(explanation.state()).isEqualTo(State.of(ServiceState.EXPORTED));
        assertThat(explanation.answer())
                .startsWith("shop/cart-http is to be exported, but Consul is not as it should be: ")
                .contains("is to be written: Consul holds nothing there; key ");
    }

    /** Consul is as it should be, and what the other one's key holds is not this one's. */
    @Test
    void saysNothingAgainstConsulBecauseOfAKeyThatIsAnothers() {
        Services older = service("shop-cart", "http").createdAt("2023-01-01T00:00:00Z");
        Services own = service("shop", "cart-http").exported().nodePort("own", 81, 30082);
        cluster.with(older.exported().nodePort("x", 80, 30081)).published(older).published(own);
        cluster.with(own.nodePort("x", 80, 30080));
        KvKey taken = key("cluster-shop-cart-http-x");
        cluster.written(taken, "written: new");

        explanation = cluster.explain("shop", "cart-http");

        String whose = "belongs to the older Service shop-cart/http";
        assertAnswer(
                State.of(ServiceState.EXPORTED),
                Outcome.OTHERWISE,
                "shop/cart-http is exported: Consul holds its document as it should be; key "
                        + taken
                        + " "
                        + whose);
        assertThat(obstacles())
                .containsExactly("port: \"x\": NodePort 30080, key " + taken + ", which " + whose);
        assertThat(explanation.text())
                .contains("would hold: {")
                .doesNotContain("should hold", "last changed");
    }

    @Test
    void saysWhichTypesAreExportedAndWhatElseIsMissing() {
        cluster.with(service("shop", "cart").type("ClusterIP").port("http", 80));

        explain();

        assertAnswer(
                State.of(ServiceState.NOT_EXPORTED),
                Outcome.OTHERWISE,
                "shop/cart is not exported: its type is \"ClusterIP\", not LoadBalancer or"
                        + " NodePort");
        assertThat(obstacles())
                .containsExactly(
                        "type: its type is \"ClusterIP\", not LoadBalancer or NodePort",
                        "exported: it has no annotation " + ServiceAnnotations.PREFIX + "exported");
        assertThat(explanation.keys()).isEmpty();
    }

    @Test
    void saysThatNobodyHasOptedIn() {
        cluster.with(service("shop", "cart").nodePort("http", 80, 30080));

        explain();

        assertAnswer(
                State.of(ServiceState.NOT_EXPORTED),
                Outcome.OTHERWISE,
                "shop/cart is not exported: it has no annotation "
                        + ServiceAnnotations.PREFIX
                        + "exported");
    }

    @Test
    void saysThatDocumentsOfAnUnexportedServiceAreToGo() {
        cluster.with(cart().annotation("exported", "false")).published(cart());

        explain();

        assertThat(explanation.answer())
                .endsWith("; Consul still holds something of it: 1 key to be deleted");
        assertKeys(KeyState.LEFTOVER);
        assertThat(explanation.keys().get(0).says())
                .isEqualTo("is to be deleted: orphan: not wanted any more by any Service");
    }

    @Test
    void saysThatATypoNeitherExportsNorUnexports() {
        cluster.with(cart().annotation("exported", "ture")).published(cart());

        explain();

        assertThat(explanation.steps())
                .last()
                .satisfies(step -> assertThat(step.name()).isEqualTo("exported"));
        assertThat(explanation.state()).isEqualTo(State.of(ServiceState.UNDECIDED));
        assertThat(explanation.answer())
                .startsWith("shop/cart is neither exported nor unexported: annotation ")
                .contains("value \"ture\"")
                .endsWith("; what was published stays");
        assertThat(obstacles()).hasSize(1);
    }

    @Test
    void saysThatANodePortIsMissing() {
        cluster.with(service("shop", "cart").exported().port("http", 80));

        explain();

        assertAnswer(
                State.of(ServiceState.NO_NODE_PORT),
                Outcome.OTHERWISE,
                "shop/cart is not exported: port \"http\" has no NodePort: not published");
        assertThat(obstacles())
                .containsExactly(
                        "port: \"http\": no NodePort",
                        "notice: port \"http\" has no NodePort: not published");
    }

    @Test
    void namesAnnotationsThatMeanNothing() {
        cluster.published(cart());
        cluster.with(
                cart().annotation("load-balancer-clas", "public")
                        .annotation("ingress-service-name", "gateway"));

        explain();

        assertThat(explanation.steps())
                .filteredOn(step -> !step.ok())
                .extracting(step -> step.name() + ": " + step.says())
                .containsExactly(
                        "annotation: \"kube-service-exporter.github.com/load-balancer-clas\" is none"
                                + " of ours",
                        "ingress: only ingress-service-name is set: without all of"
                                + " ingress-service-namespace, -name and -port-name it does not"
                                + " count");
    }

    @Test
    void saysThatTheBrakeHoldsADelete() {
        for (int i : IntStream.range(0, 12).toArray()) {
            cluster.published(
                    service("shop", "old" + i).exported().nodePort("http", 80, 31000 + i));
        }
        cluster.published(cart()).with(service("shop", "cart").nodePort("http", 80, 30080));

        explain();

        assertKeys(KeyState.HELD);
        assertThat(explanation.keys().get(0).says())
                .startsWith(
                        "is held by the brake, not deleted (orphan: not wanted any more by any"
                                + " Service); whoever writes the id that is in Consul at ")
                .endsWith(" lets it go");
    }

    @Test
    void namesServicesNearToAnUnknownOne() {
        cluster.with(service("shop", "carts")).with(service("web", "cart"));
        cluster.with(service("shop", "checkout"));

        explain();

        assertAnswer(
                State.UNKNOWN,
                Outcome.OTHERWISE,
                "there is no Service shop/cart; names near to it: shop/carts, web/cart");
        assertThat(explanation.steps()).isEmpty();
    }

    @Test
    void findsWhatADeletedServiceHasLeft() {
        cluster.published(cart());

        explain();

        assertAnswer(
                State.UNKNOWN,
                Outcome.OTHERWISE,
                "there is no Service shop/cart; Consul still holds something of it: 1 key to be deleted");
        assertKeys(KeyState.LEFTOVER);
    }

    @Test
    void doesNotCallALeftoverWantedWhereItIsNotKnown() {
        cluster.published(cart()).hidden();

        explain();

        assertKeys(KeyState.KEPT);
        assertThat(explanation.keys().get(0).says())
                .isEqualTo("kept: what no Service wants is not known now");
        assertThat(explanation.text())
                .contains(" kept: what no Service wants")
                .doesNotContain("kept: kept");
    }

    @Test
    void leavesTheDocumentsOfOthersOut() {
        Services longer = service("shop", "cart-http").exported().nodePort("x", 80, 30081);
        cluster.with(cart()).published(cart()).with(longer).published(longer);

        explain();

        assertThat(explanation.keys()).extracting(KeyFinding::key).containsExactly(CART);
    }

    @Test
    void saysThatAValueWrittenByHandStays() {
        cluster.with(service("shop", "cart")).put(CART, "a note");

        explain();

        assertKeys(KeyState.KEPT);
        assertThat(explanation.keys().get(0).says()).isEqualTo("not ours: it is no document");
        assertThat(explanation.text()).contains("holds: a note");
        assertThat(explanation.json()).contains("\"stored\":\"a note\"");
    }

    @Test
    void saysThatANamespaceIsNotWatched() {
        explanation =
                cluster.explain(
                        new ServiceName("shop", "cart"),
                        new Unwatched(List.of("web", "api")),
                        Optional.empty());

        assertAnswer(
                State.of(ServiceState.NOT_EXPORTED),
                Outcome.OTHERWISE,
                "shop/cart is not exported: namespace shop is not in KSE_NAMESPACE_LIST (web, api)");
    }

    @Test
    void saysWhatCouldNotBeFoundOut() {
        explanation =
                cluster.explain(
                        new ServiceName("shop", "cart"),
                        new Unseen("Services could not be listed"),
                        Optional.empty());

        assertAnswer(
                State.UNCLEAR,
                Outcome.UNCLEAR,
                "whether shop/cart is exported could not be found out: Services could not be"
                        + " listed");
    }

    @Test
    void saysWhatIsKnownWithoutConsul() {
        cluster.with(cart()).withoutConsul();

        explain();

        assertAnswer(
                State.of(ServiceState.EXPORTED),
                Outcome.UNCLEAR,
                "shop/cart is to be exported, but whether Consul holds what it should could not be"
                        + " found out");
        assertKeys(KeyState.UNREAD);
        assertThat(explanation.text()).endsWith("notes:\n  Consul could not be read: refused\n");
    }

    @Test
    void doesNotNeedConsulToSayWhyAServiceIsNotExported() {
        cluster.with(cart().type("ClusterIP")).withoutConsul();

        explain();

        assertThat(explanation.outcome()).isEqualTo(Outcome.OTHERWISE);
    }

    @Test
    void doesNotCallPublishedWhatAnEventWillChange() {
        cluster.with(cart()).late(cart());

        explain();

        assertKeys(KeyState.PENDING);
        assertThat(explanation.outcome()).isEqualTo(Outcome.OTHERWISE);
    }

    @Test
    void saysThatTheDocumentsAreNotKnown() {
        explanation =
                cluster.explain(
                        new ServiceName("shop", "cart"),
                        new Present(cart().build()),
                        Optional.empty());

        assertAnswer(
                State.UNCLEAR,
                Outcome.UNCLEAR,
                "whether shop/cart is exported could not be found out: its documents are not"
                        + " known");
    }

    @Test
    void namesTheOnlyOneOfSeveralKeysThatIsWrong() {
        cluster.with(cart().nodePort("grpc", 90, 30090)).published(cart());

        explain();

        assertThat(explanation.answer())
                .isEqualTo(
                        "shop/cart is exported, but Consul is not as it should be: key "
                                + key("cluster-shop-cart-grpc")
                                + " is to be written: Consul holds nothing there");
    }

    @Test
    void doesNotSayThatADeletionIsDoneOfWhichTheEventIsStillToCome() {
        cluster.stillKnownAs(cart()).published(cart());

        explain();

        assertThat(explanation.state()).isEqualTo(State.UNKNOWN);
        assertKeys(KeyState.PENDING);
    }

    @Test
    void doesNotSayThatOneIsUnexportedOfWhichTheEventIsStillToCome() {
        cluster.with(cart().annotation("exported", "false"));
        cluster.stillKnownAs(cart()).published(cart());

        explain();

        assertKeys(KeyState.PENDING);
    }

    /** It has been at another key before. */
    @Test
    void findsADocumentThatIsProvablyItsOwnWhateverTheKeyTells() {
        KvKey moved = key("cart-http");
        cluster.published(cart());
        cluster.put(moved, cluster.stored(CART)).put(key("cart-other"), "a note");

        explain();

        assertThat(explanation.keys()).extracting(KeyFinding::key).containsExactly(moved, CART);
    }

    @ParameterizedTest
    @CsvSource({
        "{{ id }}, true",
        "{{ .Namespace }}-{{ .Name }}-http, true",
        "{{ .Name }}, false",
        "{{ .Namespace }}, false"
    })
    void goesByNamesInKeysWhereATemplateCannotLeaveThemOut(String template, boolean goes) {
        cluster.template(template).with(service("shop", "cart")).put(CART, "a note");

        explain();

        assertThat(explanation.keys()).hasSize(goes ? 1 : 0);
    }
}
