package io.kse.plan;

import static io.kse.document.DocumentSteps.documents;
import static io.kse.document.DocumentSteps.key;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.Document;
import io.kse.document.DocumentReader;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.service.ServiceName;
import io.kse.service.Services;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cluster is {@code cluster}. */
class OwnerProofTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");

    @Test
    void knowsTheOwnerByEqualHashWhateverTheKey() {
        KvEntry entry = entry(cart());
        OwnerProof proof =
                new OwnerProof(
                        Braking.KEYS,
                        Map.of(entry.key(), CART),
                        Map.of(entry.key(), entry),
                        Set.of());

        assertThat(proof.owner(key("of/an/older/template"), entry.document())).contains(CART);
    }

    static Stream<UnaryOperator<Services>> olderVersions() {
        return Stream.of(
                older -> older,
                older -> older.annotation("load-balancer-service-per-cluster", "false"),
                older -> older.annotation("id-prefix", "blue"),
                older -> older.annotation("id-prefix", "blue-green/x-"),
                older ->
                        older.annotation("id-prefix", "a")
                                .annotation("load-balancer-service-per-cluster", "false"),
                older ->
                        older.annotation("load-balancer-listen-port", "443")
                                .annotation("load-balancer-dns-name", "a.example.net")
                                .annotation("load-balancer-health-check-path", "/up")
                                .annotation("load-balancer-health-check-port", "8080")
                                .annotation("load-balancer-backend-protocol", "tcp")
                                .annotation("load-balancer-proxy-protocol", "*")
                                .annotation("load-balancer-class", "internal")
                                .annotation("custom-attrs", "{\"a\":[1,null,{\"b\":1.5}]}"));
    }

    @ParameterizedTest
    @MethodSource("olderVersions")
    void knowsTheOwnerOfOlderDocuments(UnaryOperator<Services> older) {
        KvEntry entry = entry(older.apply(cart()));

        assertThat(knowing(CART).owner(entry.key(), entry.document())).contains(CART);
        assertThat(isBy(CART, entry.key(), entry)).isTrue();
    }

    @Test
    void knowsTheOwnerOfPortWithoutName() {
        KvEntry entry = entry(service("shop", "cart").nodePort(null, 80, 30080).exported());

        assertThat(knowing(CART).owner(entry.key(), entry.document())).contains(CART);
    }

    @Test
    void knowsTheOwnerBehindAnIngress() {
        Services gateway = service("edge", "gateway").nodePort("https", 443, 30443);
        Services behind = cart().through("edge", "gateway", "https");
        KvEntry entry = ((Desired) documents(behind.build(), gateway.build())).entries().get(0);

        assertThat(entry.document().ingressSni()).isNotEmpty();
        assertThat(knowing(CART).owner(entry.key(), entry.document())).contains(CART);
    }

    @Test
    void knowsTheOwnerInsideOfTemplates() {
        KvEntry entry = entry(cart().annotation("id-prefix", "blue"));

        assertThat(
                        Stream.of(
                                "internal/blue-cluster-shop-cart-http",
                                "x-blue-cluster-shop-cart-http-y",
                                "shop/cart/http/blue",
                                "http.cart.shop:blue"))
                .allMatch(id -> isBy(CART, key(id), entry));
    }

    @Test
    void saysNothingWhereTheKeyDoesNotTellThePort() {
        assertThat(isBy(CART, key("shop/cart"), entry(cart()))).isFalse();
    }

    @Test
    void tellsServicesApartWhoseIdsAreEqual() {
        ServiceName one = new ServiceName("a-b", "c");
        ServiceName other = new ServiceName("a", "b-c");
        KvEntry entry = entry(service("a", "b-c").nodePort("http", 80, 30080).exported());

        assertThat(knowing(one, other).owner(entry.key(), entry.document())).contains(other);
        assertThat(knowing(one).owner(entry.key(), entry.document())).isEmpty();
        assertThat(isBy(one, entry.key(), entry)).isFalse();
        assertThat(isBy(other, entry.key(), entry)).isTrue();
    }

    @Test
    void readsTheOriginalsDocuments() {
        KvEntry entry = entry(cart().annotation("load-balancer-service-per-cluster", "false"));
        String original =
                "{\"hash\":\"%s\",\"ClusterName\":\"cluster\",\"port\":30080,"
                                .formatted(entry.document().hash())
                        + "\"health_check_port\":30080,\"backend_protocol\":\"http\","
                        + "\"custom_attrs\":null}";
        Document document =
                DocumentReader.read(original.getBytes(StandardCharsets.UTF_8)).orElseThrow();

        assertThat(knowing(CART).owner(entry.key(), document)).contains(CART);
    }

    @Test
    void provesNothingOnceTheDocumentWasEdited() {
        KvEntry entry = entry(cart());
        String edited = entry.json().replace("\"dns_name\":\"\"", "\"dns_name\":\"x\"");
        Document document =
                DocumentReader.read(edited.getBytes(StandardCharsets.UTF_8)).orElseThrow();

        assertThat(OwnerProof.isBy(Braking.KEYS, CART, entry.key(), document)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "+1", "01", "ABC", "11111111111111111"})
    void takesOtherTextsForNoHash(String hash) {
        KvEntry entry = entry(cart());
        String edited = entry.json().replace(entry.document().hash(), hash);
        Document document =
                DocumentReader.read(edited.getBytes(StandardCharsets.UTF_8)).orElseThrow();

        assertThat(knowing(CART).owner(entry.key(), document)).isEmpty();
    }

    @Test
    void doesNotTakeEndlessIdsApart() {
        String endless = "shop-cart-http" + "-a".repeat(200);

        assertThat(isBy(CART, key(endless), entry(cart()))).isFalse();
    }

    @Test
    void attributes5000OrphansTo5000ServicesInTime() {
        Map<KvKey, ServiceName> owners = new HashMap<>();
        Map<KvKey, KvEntry> wanted = new HashMap<>();
        List<KvEntry> orphans = new ArrayList<>();
        IntStream.range(0, 5000)
                .forEach(
                        number -> {
                            KvEntry now = entry(numbered(number));
                            owners.put(
                                    now.key(),
                                    new ServiceName("shop-" + number % 50, "s-" + number));
                            wanted.put(now.key(), now);
                            orphans.add(
                                    entry(numbered(number).annotation("id-prefix", "old-blue")));
                        });
        long start = cpuNanos();

        OwnerProof proof = new OwnerProof(Braking.KEYS, owners, wanted, Set.of());
        long proven =
                orphans.stream()
                        .filter(orphan -> proof.owner(orphan.key(), orphan.document()).isPresent())
                        .count();

        assertThat(proven).isEqualTo(5000);
        assertThat(Duration.ofNanos(cpuNanos() - start)).isLessThan(Duration.ofSeconds(3));
    }

    /** Not of the clock on the wall: other programs may be busy. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Services numbered(int number) {
        return service("shop-" + number % 50, "s-" + number).nodePort("http", 80, 30080).exported();
    }

    private static Services cart() {
        return service("shop", "cart").nodePort("http", 80, 30080).exported();
    }

    private static KvEntry entry(Services service) {
        return ((Desired) documents(service.build())).entries().get(0);
    }

    private static OwnerProof knowing(ServiceName... services) {
        return new OwnerProof(Braking.KEYS, Map.of(), Map.of(), Set.of(services));
    }

    private static boolean isBy(ServiceName service, KvKey key, KvEntry entry) {
        return OwnerProof.isBy(Braking.KEYS, service, key, entry.document());
    }
}
