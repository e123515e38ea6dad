package io.kse.service;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.ServiceExport.Exported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentHashTest {
    @Test
    void givesTheKnownAnswer() {
        assertThat(hash(service1())).isEqualTo("14b57b8383342234");
    }

    /**
     * What the original gives for the same Services; nested ones are among the golden documents.
     */
    @Test
    void givesWhatTheOriginalGives() {
        Services plain = service("default", "plain").nodePort("http", 80, 30001).exported();
        Services unnamed = service("default", "unnamed").nodePort(null, 8443, 30002).exported();

        assertThat(hash("transformers", plain)).isEqualTo("bcbd500ac17aa8ff");
        assertThat(hash("transformers", unnamed)).isEqualTo("ffb12de205c47552");
    }

    @ParameterizedTest
    @CsvSource({
        "load-balancer-dns-name, a",
        "load-balancer-service-per-cluster, false",
        "load-balancer-health-check-path, a",
        "load-balancer-health-check-port, 1",
        "load-balancer-backend-protocol, tcp",
        "load-balancer-proxy-protocol, *",
        "load-balancer-class, a",
        "load-balancer-listen-port, 1",
        "custom-attrs, '{\"a\":1}'",
        "id-prefix, a"
    })
    void changesWithEveryAnnotation(String annotation, String value) {
        assertThat(hash(service1().annotation(annotation, value))).isNotEqualTo(hash(service1()));
    }

    @Test
    void tellsFieldsApart() {
        String dnsName = hash(service1().annotation("load-balancer-dns-name", "a"));
        String path = hash(service1().annotation("load-balancer-health-check-path", "a"));

        assertThat(dnsName).isNotEqualTo(path);
    }

    @Test
    void doesNotDependOnTheOrderOfMembers() {
        assertThat(hashOfAttrs("{\"a\":1,\"b\":[1,2]}"))
                .isEqualTo(hashOfAttrs("{\"b\":[1,2],\"a\":1}"));
    }

    @Test
    void dependsOnTheOrderOfElements() {
        assertThat(hashOfAttrs("{\"a\":[1,2]}")).isNotEqualTo(hashOfAttrs("{\"a\":[2,1]}"));
    }

    @Test
    void takesNumbersAsDoubles() {
        assertThat(hashOfAttrs("{\"a\":1.0}")).isEqualTo(hashOfAttrs("{\"a\":1}"));
        assertThat(hashOfAttrs("{\"a\":9007199254740993}"))
                .isEqualTo(hashOfAttrs("{\"a\":9007199254740992}"));
        assertThat(hashOfAttrs("{\"a\":-0}")).isNotEqualTo(hashOfAttrs("{\"a\":0}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"b\":1} | {\"b\":2}",
                "{\"b\":1} | {}",
                "[[]] | []",
                "\"x\" | \"y\"",
                "true | false",
                "false | null"
            })
    void tellsNestedValuesApart(String one, String other) {
        assertThat(hashOfAttrs("{\"a\":" + one + "}"))
                .isNotEqualTo(hashOfAttrs("{\"a\":" + other + "}"));
    }

    /** So does the original; the planner compares all of a document, not its hash alone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"null | 0", "{} | []"})
    void doesNotTellNestedEmptyValuesApart(String one, String other) {
        assertThat(hashOfAttrs("{\"a\":" + one + "}"))
                .isEqualTo(hashOfAttrs("{\"a\":" + other + "}"));
    }

    @Test
    void takesNullAttrsAsEmptyOnes() {
        assertThat(hashOfAttrs("null")).isEqualTo(hashOfAttrs("{}")).isEqualTo(hash(service1()));
    }

    private static Services service1() {
        return service("default", "service1").nodePort("http", 80, 32123).exported();
    }

    private static String hashOfAttrs(String attrs) {
        return hash(service1().annotation("custom-attrs", attrs));
    }

    private static String hash(Services service) {
        return hash("cluster", service);
    }

    private static String hash(String cluster, Services service) {
        Exported exported = (Exported) new ServiceReader().read(service.build(), null);
        return ContentHash.of(ExportedService.of(new ClusterId(cluster), exported.ports().get(0)));
    }
}
