package io.kse.flow;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Holds docs/metrics.md and k8s/components/monitoring to what a running exporter has. */
@ExtendWith(RealServers.class)
class MeterPageTest {
    private static final Path PAGE = Path.of("docs/metrics.md");
    private static final Path MONITORING = Path.of("k8s/components/monitoring");

    private final RealKubernetes kubernetes;
    private final RealConsul consul;
    private RunningExporter exporter;

    MeterPageTest(RealKubernetes kubernetes, RealConsul consul) {
        this.kubernetes = kubernetes;
        this.consul = consul;
    }

    @BeforeEach
    void publishSomething() throws Exception {
        String namespace = kubernetes.newNamespace();
        exporter = RunningExporter.start(kubernetes, consul, namespace, Map.of());
        kubernetes
                .client()
                .resource(service(namespace, "cart").exported().port("http", 80).build())
                .create();
        exporter.awaitDocument(exporter.key(namespace, "cart", "http"), "hash");
    }

    @AfterEach
    void stop() {
        exporter.close();
    }

    @Test
    void pageListsEveryMeterOfOursAsItIs() throws IOException {
        List<String> rows =
                page().filter(line -> line.startsWith("| `kube_service_exporter_")).toList();

        assertThat(rows).containsExactlyElementsOf(rowsOf("kube_service_exporter."));
    }

    @Test
    void pageListsEveryMeterOfCamel() throws IOException {
        List<String> names =
                page().filter(line -> line.startsWith("| `camel_"))
                        .map(line -> line.split("`")[1])
                        .toList();

        assertThat(names).containsExactlyElementsOf(names("camel."));
    }

    @Test
    void scrapeHasEveryNameOnThePage() {
        assertThat(names("camel.")).allSatisfy(this::type);
    }

    @Test
    void pageListsEveryRoute() throws IOException {
        List<String> ids =
                page().filter(line -> line.startsWith("| `") && line.contains("` | route |"))
                        .map(line -> line.split("`")[1])
                        .toList();

        assertThat(ids).containsExactlyElementsOf(new TreeSet<>(exporter.routes()));
    }

    @Test
    void pageListsWhatIsNeitherOursNorOfRoutes() throws IOException {
        List<String> names =
                exporter.scrape()
                        .lines()
                        .filter(line -> line.startsWith("# TYPE "))
                        .map(line -> line.split(" ")[2])
                        .filter(name -> !name.matches("(kube_service_exporter|camel)_.*"))
                        .toList();

        List<String> page = page().toList();
        assertThat(names)
                .allSatisfy(
                        name ->
                                assertThat(page)
                                        .anyMatch(line -> line.startsWith("| `" + name + "` |")));
    }

    @Test
    void everyMeterOfOursSaysWhatItIsAndInWhichUnit() {
        assertThat(ours("kube_service_exporter."))
                .isNotEmpty()
                .allSatisfy(
                        meter -> {
                            assertThat(meter.getId().getDescription()).isNotBlank();
                            assertThat(meter.getId().getBaseUnit()).isNotBlank();
                        });
    }

    @Test
    void noMeterNamesAServiceOrAKey() {
        assertThat(exporter.scrape()).doesNotContain("cart", exporter.prefix());
    }

    @Test
    void rulesAndDashboardNameOnlyMetricsThatAreExported() throws IOException {
        SortedSet<String> exported = new TreeSet<>();
        exporter.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> exported.add(line.split("[{ ]")[0]));

        assertThat(namedInMonitoring())
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(exported).contains(name));
    }

    @Test
    void everyAlertHasItsParagraphInTheRunbook() throws IOException {
        List<String> alerts =
                Stream.of(
                                MONITORING.resolve("prometheusrule.yaml"),
                                Path.of("examples/heartbeat/alerts.yaml"))
                        .flatMap(MeterPageTest::lines)
                        .filter(line -> line.contains("- alert: "))
                        .map(line -> line.split("alert: ")[1])
                        .toList();
        List<String> chapters =
                Files.readAllLines(Path.of("docs/runbook.md")).stream()
                        .filter(line -> line.startsWith("## KubeServiceExporter"))
                        .map(line -> line.substring("## ".length()))
                        .toList();

        assertThat(chapters).isNotEmpty().containsExactlyElementsOf(alerts);
    }

    private static SortedSet<String> namedInMonitoring() throws IOException {
        SortedSet<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.list(MONITORING)) {
            for (Path file : files.toList()) {
                Pattern.compile("\\b(kube_service_exporter|camel)_[a-z_]+")
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(found -> named.add(found.group()));
            }
        }
        return named;
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> page() throws IOException {
        return Files.readAllLines(PAGE).stream();
    }

    private List<Meter> ours(String family) {
        return exporter.metrics().getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(family))
                .toList();
    }

    /** As Prometheus has them. */
    private SortedSet<String> names(String family) {
        return ours(family).stream()
                .map(meter -> name(meter.getId()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> rowsOf(String family) {
        SortedMap<String, List<Meter>> byName =
                ours(family).stream()
                        .collect(
                                Collectors.groupingBy(
                                        meter -> name(meter.getId()),
                                        TreeMap::new,
                                        Collectors.toList()));
        return byName.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList();
    }

    private String row(String name, List<Meter> meters) {
        Meter.Id id = meters.get(0).getId();
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(name, type(name), id.getBaseUnit(), labels(meters), id.getDescription());
    }

    private static String labels(List<Meter> meters) {
        SortedMap<String, SortedSet<String>> labels = new TreeMap<>();
        for (Meter meter : meters) {
            for (Tag tag : meter.getId().getTags()) {
                labels.computeIfAbsent(tag.getKey(), k -> new TreeSet<>()).add(tag.getValue());
            }
        }
        return labels.isEmpty()
                ? "–"
                : labels.entrySet().stream()
                        .map(e -> "`" + e.getKey() + "`: " + String.join(", ", e.getValue()))
                        .collect(Collectors.joining("; "));
    }

    private String name(Meter.Id id) {
        String name = id.getConventionName(exporter.metrics().config().namingConvention());
        return id.getType() == Meter.Type.COUNTER ? name + "_total" : name;
    }

    /** As the scrape says it; fails if it does not know the name. */
    private String type(String name) {
        String start = "# TYPE " + name + " ";
        return exporter.scrape()
                .lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not scraped: " + name));
    }
}
