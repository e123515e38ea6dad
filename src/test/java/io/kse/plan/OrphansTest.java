package io.kse.plan;

import static io.kse.document.DocumentSteps.documents;
import static io.kse.document.DocumentSteps.key;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.plan.OrphanVerdict.Foreign;
import io.kse.plan.OrphanVerdict.Orphan;
import io.kse.plan.OrphanVerdict.Protected;
import io.kse.plan.Snapshot.Stored;
import io.kse.service.KeyTemplate;
import io.kse.service.ServiceName;
import io.kse.service.Services;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster is {@code cluster}. */
class OrphansTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final String OURS = "{\"hash\":\"1\",\"ClusterName\":\"cluster\"}";

    @Test
    void givesUpWhatReadsAsOurs() {
        assertThat(refused().verdict(key("cluster-shop-cart-http"), stored(OURS)))
                .isEqualTo(new Orphan(Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "hello; it is no document",
                "[]; it is no document",
                "{\"hash\":1,\"ClusterName\":\"cluster\"}; it is no document",
                "{\"ClusterName\":\"cluster\"}; it has no hash",
                "{\"hash\":\"\",\"ClusterName\":\"cluster\"}; it has no hash",
                "{\"hash\":\"1\"}; its ClusterName is \"\"",
                "{\"hash\":\"1\",\"ClusterName\":\"prod2\"}; its ClusterName is \"prod2\""
            })
    void leavesWhatSomebodyWroteByHand(String value, String why) {
        assertThat(refused(CART).verdict(key("cluster-shop-cart-http"), stored(value)))
                .isEqualTo(new Foreign(why));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop-cart-http",
                "cluster-shop-cart-http",
                "blue-shop-cart-443",
                "blue-green-cluster-shop-cart-any",
                "a/b-shop-cart-http",
                "internal/shop-cart-http",
                "shop-cart-x-http",
                "shop-shop-cart-http"
            })
    void protectsWhatRefusedServiceMayHaveMade(String id) {
        assertThat(refused(CART).verdict(key(id), stored(OURS))).isEqualTo(new Protected(CART));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster-shop-cartoon-http",
                "cluster-workshop-cart-http",
                "cluster-shop-x-cart-http",
                "cluster-shop-cart",
                "cluster-shop/cart-http",
                "cluster-cart-shop-http"
            })
    void doesNotProtectWhatItCannotHaveMade(String id) {
        assertThat(refused(CART).verdict(key(id), stored(OURS)))
                .isEqualTo(new Orphan(Optional.empty()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "{{ id }}/{{ .Port }}; shop-cart-http/80; true",
                "x{{ id }}; xshop-cart-http; true",
                "x{{ id }}; xshop-cartoon-http; false",
                "{{ .Namespace }}/{{ .Name }}; shop/cart; true",
                "{{ .Name }}.{{ .Namespace }}; cart.shop; true",
                "{{ .Namespace }}/{{ .Name }}; shop/other; false",
                "{{ .Namespace }}/{{ .Name }}; other/cart; false",
                "{{ .Name }}; cart; true",
                "{{ .Name }}; anything; true",
                "{{ or .DNSName id }}; anything; true",
                "{{ .DNSName }}; anything; true"
            })
    void protectsByTemplate(String template, String id, boolean isProtected) {
        assertThat(templated(template, CART).verdict(key(id), stored(OURS)))
                .isEqualTo(isProtected ? new Protected(CART) : new Orphan(Optional.empty()));
    }

    @Test
    void protectsNothingByUndecidableTemplateWhileNoneIsRefused() {
        assertThat(templated("{{ .DNSName }}").verdict(key("anything"), stored(OURS)))
                .isEqualTo(new Orphan(Optional.empty()));
    }

    /** The key is an older template's; only the hash tells. */
    @Test
    void protectsWhatRefusedServiceProvablyMade() {
        KvEntry entry = entry(service("shop", "cart"));

        assertThat(refused(CART).verdict(key("http/cart.shop"), stored(entry.json())))
                .isEqualTo(new Protected(CART));
    }

    @Test
    void givesUpWhatAnotherServiceProvablyMade() {
        ServiceName refused = new ServiceName("a-b", "c");
        ServiceName owner = new ServiceName("a", "b-c");
        KvEntry old = entry(service("a", "b-c").annotation("id-prefix", "old"));
        KvEntry now = entry(service("a", "b-c"));
        Orphans orphans =
                new Orphans(
                        Braking.KEYS,
                        Optional.empty(),
                        Map.of(now.key(), owner),
                        Map.of(now.key(), now),
                        Set.of(refused));

        assertThat(orphans.verdict(old.key(), stored(old.json())))
                .isEqualTo(new Orphan(Optional.of(owner)));
    }

    @Test
    void judgesOnlyKeysOfOurs() {
        KvKey other = new KvKey("kse/services/a/clusters/prod2");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> refused(CART).verdict(other, stored(OURS)));
    }

    private static KvEntry entry(Services service) {
        Services exported = service.nodePort("http", 80, 30080).exported();
        return ((Desired) documents(exported.build())).entries().get(0);
    }

    private static Orphans refused(ServiceName... services) {
        return orphans(Optional.empty(), services);
    }

    private static Orphans templated(String template, ServiceName... services) {
        return orphans(Optional.of(KeyTemplate.parse(template)), services);
    }

    private static Orphans orphans(Optional<KeyTemplate> template, ServiceName... services) {
        return new Orphans(Braking.KEYS, template, Map.of(), Map.of(), Set.of(services));
    }

    private static Stored stored(String value) {
        return new Stored(7, value.getBytes(StandardCharsets.UTF_8));
    }
}
