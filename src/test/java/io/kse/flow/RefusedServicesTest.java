package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Live Services, each of which comes to hold another annotation that we cannot publish. What they
 * have stays to the byte, whatever keys are made of, and whether or not we were there when they
 * were right.
 */
@ExtendWith(RealServers.class)
class RefusedServicesTest {
    private static final String PLAIN = "";
    private static final String WITH_ID = "{{ or .LoadBalancerClass \"none\" }}/{{ id }}";
    private static final String WITH_NAMES = "{{ .Namespace }}/{{ .Name }}/{{ .PortName }}";
    private static final String UNDECIDABLE = "{{ .DNSName }}/{{ .PortName }}";

    /** By Service: what makes us refuse it. */
    private static final Map<String, Map<String, String>> MISTAKES =
            Map.of(
                    "exported", Map.of("exported", "ture"),
                    "per-cluster", Map.of("load-balancer-service-per-cluster", "maybe"),
                    "check-port", Map.of("load-balancer-health-check-port", "http"),
                    "listen-port", Map.of("load-balancer-listen-port", "2147483648"),
                    "attributes", Map.of("custom-attrs", "{\"a\":1} b"),
                    "infinite", Map.of("custom-attrs", "{\"a\":1e999}"),
                    "no-ingress", through("nowhere"));

    /** They are mistakes only where they are a part of the key. */
    private static final Map<String, Map<String, String>> MISTAKES_IN_ID =
            Map.of("prefix", Map.of("id-prefix", "a//b"));

    private final RealConsul consul;
    private final OwnNamespace namespace;
    private final Map<String, Map<String, String>> mistakes = new TreeMap<>(MISTAKES);
    private final LogLines log = new LogLines("io.kse.status.Notices");

    RefusedServicesTest(RealKubernetes kubernetes, RealConsul consul) {
        this.consul = consul;
        this.namespace = new OwnNamespace(kubernetes, consul);
    }

    private static Map<String, String> through(String ingress) {
        return Map.of(
                "ingress-service-namespace", ingress,
                "ingress-service-name", "gateway",
                "ingress-service-port-name", "tls");
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, WITH_ID, WITH_NAMES, UNDECIDABLE})
    @Execution(ExecutionMode.CONCURRENT)
    void keepWhatTheyHaveWhileWeWatch(String template) throws Exception {
        publishable(template);
        try (RunningExporter exporter = namespace.start()) {
            Map<String, Long> published = published(exporter);

            mistakes.forEach(namespace::annotate);
            barrier(exporter);

            assertThat(documents()).containsAllEntriesOf(published).hasSize(published.size() + 1);
            eachIsToldOnce();
        } finally {
            log.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, WITH_ID, WITH_NAMES, UNDECIDABLE})
    @Execution(ExecutionMode.CONCURRENT)
    void keepWhatTheyHaveWhenWeStartAgain(String template) throws Exception {
        publishable(template);
        Map<String, Long> published;
        try (RunningExporter exporter = namespace.start()) {
            published = published(exporter);
        }
        mistakes.forEach(namespace::annotate);

        try (RunningExporter exporter = namespace.start()) {
            barrier(exporter);

            assertThat(documents()).containsAllEntriesOf(published).hasSize(published.size() + 1);
            eachIsToldOnce();
            followAtOnceWhenCorrected(exporter);
        } finally {
            log.close();
        }
    }

    /** Neither 15 minutes nor another event later; what they had we know from Consul only. */
    @ParameterizedTest
    @ValueSource(strings = {PLAIN, WITH_ID, WITH_NAMES, UNDECIDABLE})
    @Execution(ExecutionMode.CONCURRENT)
    void loseWhatTheyHaveOnceTheyAreUnexported(String template) throws Exception {
        publishable(template);
        namespace.with("KSE_MAX_DELETE_PERCENT", "100");
        try (RunningExporter exporter = namespace.start()) {
            published(exporter);
        }
        mistakes.forEach(namespace::annotate);

        try (RunningExporter exporter = namespace.start()) {
            barrier(exporter);
            mistakes.keySet().forEach(namespace::unexport);

            eventually().untilAsserted(() -> assertThat(documents()).hasSize(1));
        } finally {
            log.close();
        }
    }

    private void publishable(String template) {
        namespace.with("KSE_SERVICES_KEY_TEMPLATE", template);
        if (template.equals(PLAIN) || template.equals(WITH_ID)) {
            mistakes.putAll(MISTAKES_IN_ID);
        }
        mistakes.keySet().forEach(this::publish);
    }

    /** Each with a name of its own in any key. */
    private void publish(String service) {
        namespace.create(namespace.exported(service).annotation("load-balancer-dns-name", service));
    }

    /** The index of every key, as soon as everything is published. */
    private Map<String, Long> published(RunningExporter exporter) {
        eventually().until(() -> exporter.documents().size() == mistakes.size());
        return documents();
    }

    private Map<String, Long> documents() {
        return consul.indexes(namespace.prefix + "/services/");
    }

    private void barrier(RunningExporter exporter) {
        int before = exporter.documents().size();
        publish("barrier");
        eventually().until(() -> exporter.documents().size() == before + 1);
        namespace.annotate("barrier", "load-balancer-health-check-path", "/barrier");
        eventually().until(() -> exporter.documents().toString().contains("/barrier"));
    }

    private void eachIsToldOnce() {
        for (String service : mistakes.keySet()) {
            List<String> lines = log.of(namespace.name + "/" + service + ": ");
            assertThat(lines).as(service).hasSize(1);
            assertThat(lines.get(0)).startsWith("WARN").contains("what was published stays");
        }
    }

    private void followAtOnceWhenCorrected(RunningExporter exporter) {
        for (String service : mistakes.keySet()) {
            mistakes.get(service)
                    .keySet()
                    .forEach(annotation -> namespace.removeAnnotation(service, annotation));
            namespace.annotate(
                    service, Map.of("exported", "true", "load-balancer-health-check-path", "/up"));
        }
        eventually()
                .untilAsserted(
                        () ->
                                assertThat(exporter.documents().values())
                                        .filteredOn(json -> json.contains("\"/up\""))
                                        .hasSize(mistakes.size()));
        assertThat(documents()).hasSize(mistakes.size() + 1);
    }
}
