package io.kse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kse.config.HttpSettings.StatusPage;
import io.kse.node.NodeSelectors;
import io.kse.service.ClusterId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

class ExporterConfigTest {
    private static final String SECRET = "b1gs3cret";

    @TempDir private Path directory;

    @Test
    void needsNothingButTheClusterId() throws BadSettings {
        ExporterConfig config = config(Map.of());

        assertThat(config)
                .isEqualTo(
                        new ExporterConfig(
                                new ClusterId("prod"),
                                new ConsulSettings(
                                        "127.0.0.1",
                                        8500,
                                        "kube-service-exporter",
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()),
                                NodeSelectors.parse("", 1),
                                new ServiceSettings(
                                        List.of(), Optional.empty(), Duration.ofMinutes(15), 5),
                                new ConsulServiceSettings(false, false),
                                new OperationSettings(50, false, Optional.empty()),
                                new HttpSettings("0.0.0.0", 8080, StatusPage.LOCAL),
                                new DogStatsDSettings(true, "127.0.0.1", 8125, List.of()),
                                new LogSettings(LogSettings.Format.TEXT, Level.INFO),
                                "pod-1",
                                List.of(),
                                Optional.empty(),
                                List.of()));
    }

    @Test
    void takesEmptyValuesForUnset() throws BadSettings {
        Map<String, String> empty = new HashMap<>();
        for (Setting setting : Setting.values()) {
            empty.put(setting.name(), "");
        }
        empty.remove("KSE_CLUSTER_ID");

        assertThat(config(empty)).isEqualTo(config(Map.of()));
    }

    @Test
    void mapsEverySetting() throws BadSettings, IOException {
        Path pem = file("a.pem", "x");
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Map<String, String> environment =
                Map.ofEntries(
                        Map.entry("KSE_CLUSTER_ID", "transformers"),
                        Map.entry("KSE_CONSUL_KV_PREFIX", "a/b"),
                        Map.entry("KSE_CONSUL_HOST", "consul.example.com"),
                        Map.entry("KSE_CONSUL_PORT", "8501"),
                        Map.entry("KSE_CONSUL_DATACENTER", "dc-2"),
                        Map.entry("KSE_NODE_SELECTOR", "[\"role=edge\",\"role=worker\"]"),
                        Map.entry("KSE_MIN_SELECTOR_NODES", "3"),
                        Map.entry("KSE_NAMESPACE_LIST", "shop, pay  web,shop"),
                        Map.entry("KSE_SERVICES_KEY_TEMPLATE", "x/{{ id }}"),
                        Map.entry("KSE_SERVICES_ENABLED", "t"),
                        Map.entry("KSE_SERVICE_RESYNC_PERIOD", "+7"),
                        Map.entry("KSE_MAX_REQUEUE_COUNT", "0"),
                        Map.entry("KSE_DOGSTATSD_ENABLED", "FALSE"),
                        Map.entry("KSE_DOGSTATSD_HOST", "[::1]"),
                        Map.entry("KSE_DOGSTATSD_PORT", "9125"),
                        Map.entry("KSE_DOGSTATSD_TAGS", "env:prod, team:lb,,"),
                        Map.entry("KSE_HTTP_IP", "::1"),
                        Map.entry("KSE_HTTP_PORT", "0"),
                        Map.entry("KSE_POD_NAME", "exporter-7"),
                        Map.entry("CONSUL_HTTP_TOKEN", "of the environment".replace(' ', '-')),
                        Map.entry("CONSUL_HTTP_TOKEN_FILE", file("token", " of-file\n").toString()),
                        Map.entry("CONSUL_HTTP_AUTH", "user:pass:word"),
                        Map.entry("CONSUL_HTTP_SSL", "1"),
                        Map.entry("CONSUL_HTTP_SSL_VERIFY", "0"),
                        Map.entry("CONSUL_CACERT", pem.toString()),
                        Map.entry("CONSUL_CAPATH", directory.toString()),
                        Map.entry("CONSUL_CLIENT_CERT", pem.toString()),
                        Map.entry("CONSUL_CLIENT_KEY", file("a.key", "x").toString()),
                        Map.entry("CONSUL_TLS_SERVER_NAME", "server.dc1.consul"),
                        Map.entry("CONSUL_NAMESPACE", "team"),
                        Map.entry("KUBECONFIG", directory.resolve("none") + ":" + pem),
                        Map.entry("KSE_MAX_DELETE_PERCENT", "100"),
                        Map.entry("KSE_DRAIN", "True"),
                        Map.entry("KSE_HEARTBEAT_SECONDS", "30"),
                        Map.entry("KSE_SERVICES_DEREGISTER_ON_EXIT", "true"),
                        Map.entry("KSE_STATUS_PAGE", "all"),
                        Map.entry("KSE_ROUTES", routes.toString()),
                        Map.entry("KSE_LOG_FORMAT", "json"),
                        Map.entry("KSE_LOG_LEVEL", "debug"));

        ExporterConfig config = ExporterConfig.from(environment, Optional::empty);

        assertThat(environment.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Setting.values()).map(Setting::name).toList());
        assertThat(config.clusterId()).isEqualTo(new ClusterId("transformers"));
        ConsulSettings consul = config.consul();
        assertThat(consul.prefix()).isEqualTo("a/b");
        assertThat(consul.host()).isEqualTo("consul.example.com");
        assertThat(consul.port()).isEqualTo(8501);
        assertThat(consul.datacenter()).contains("dc-2");
        assertThat(consul.token().map(Secret::reveal)).contains("of-file");
        assertThat(consul.auth().map(Secret::reveal)).contains("user:pass:word");
        assertThat(consul.namespace()).contains("team");
        assertThat(consul.tls())
                .contains(
                        new TlsSettings(
                                List.of(pem),
                                Optional.of(pem),
                                Optional.of(directory.resolve("a.key")),
                                Optional.of("server.dc1.consul"),
                                false));
        assertThat(config.nodes())
                .isEqualTo(NodeSelectors.parse("[\"role=edge\",\"role=worker\"]", 3));
        assertThat(config.services().namespaces()).containsExactly("shop", "pay", "web");
        assertThat(config.services().keyTemplate()).hasToString("Optional[x/{{ id }}]");
        assertThat(config.services().resyncPeriod()).isEqualTo(Duration.ofMinutes(7));
        assertThat(config.services().maxRequeueCount()).isZero();
        assertThat(config.consulServices()).isEqualTo(new ConsulServiceSettings(true, true));
        assertThat(config.operation())
                .isEqualTo(new OperationSettings(100, true, Optional.of(Duration.ofSeconds(30))));
        assertThat(config.http()).isEqualTo(new HttpSettings("::1", 0, StatusPage.ALL));
        assertThat(config.dogStatsD())
                .isEqualTo(
                        new DogStatsDSettings(false, "::1", 9125, List.of("env:prod", "team:lb")));
        assertThat(config.log()).isEqualTo(new LogSettings(LogSettings.Format.JSON, Level.DEBUG));
        assertThat(config.podName()).isEqualTo("exporter-7");
        assertThat(config.kubeconfigs()).containsExactly(pem);
        assertThat(config.routes()).contains(routes);
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void reportsAllProblemsAtOnce() {
        Map<String, String> environment =
                Arrays.stream(Setting.values())
                        .filter(setting -> setting != Setting.KSE_CLUSTER_ID)
                        .collect(Collectors.toMap(Setting::name, setting -> "\u0001|{{" + SECRET));

        BadSettings bad = badFrom(environment);

        assertThat(bad.problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(Setting::name).toList());
        assertThat(bad.problems())
                .allSatisfy(problem -> assertThat(problem).contains("; accepted: "))
                .allSatisfy(problem -> assertThat(problem).doesNotContain("\n", "\u0001"));
        assertThat(bad.getMessage().lines()).containsExactlyElementsOf(bad.problems());
    }

    @ParameterizedTest(name = "{index}: {0}={1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\'',
            value = {
                "KSE_CLUSTER_ID ~ a/b ~ value \"a/b\": holds \"/\"; accepted: text without /, spaces",
                "KSE_CONSUL_PORT ~ 0 ~ value \"0\": out of range; accepted: 1 to 65535",
                "KSE_CONSUL_PORT ~ 65536 ~ value \"65536\": out of range; accepted: 1 to 65535",
                "KSE_CONSUL_PORT ~ ' 80' ~ value \" 80\": not an integer",
                "KSE_CONSUL_PORT ~ ٨٠ ~ value \"٨٠\": not an integer",
                "KSE_CONSUL_PORT ~ 99999999999 ~ value \"99999999999\": not an integer, or out of",
                "KSE_CONSUL_HOST ~ http://consul ~ value \"http://consul\": without scheme",
                "KSE_CONSUL_HOST ~ consul:8500 ~ value \"consul:8500\": without port, please",
                "KSE_CONSUL_HOST ~ [::1]:8500 ~ value \"[::1]:8500\": without port, please",
                "KSE_CONSUL_HOST ~ 1.2.3.256 ~ value \"1.2.3.256\": neither a host name nor",
                "KSE_CONSUL_HOST ~ 1.2.3 ~ value \"1.2.3\": neither a host name nor",
                "KSE_CONSUL_HOST ~ ::g ~ value \"::g\": not an IPv6 address",
                "KSE_CONSUL_HOST ~ a b ~ value \"a b\": neither a host name nor",
                "KSE_CONSUL_KV_PREFIX ~ /a ~ value \"/a\": a segment is \"\"; accepted: segments",
                "KSE_CONSUL_KV_PREFIX ~ a/ ~ value \"a/\": a segment is \"\"; accepted: segments",
                "KSE_CONSUL_KV_PREFIX ~ a//b ~ value \"a//b\": a segment is \"\"; accepted",
                "KSE_CONSUL_KV_PREFIX ~ a/../b ~ value \"a/../b\": a segment is \"..\"",
                "KSE_CONSUL_KV_PREFIX ~ . ~ value \".\": a segment is \".\"; accepted",
                "KSE_CONSUL_KV_PREFIX ~ 'a ' ~ value \"a \": spaces at its ends",
                "KSE_CONSUL_DATACENTER ~ a.b ~ value \"a.b\": holds \".\"; accepted",
                "KSE_NODE_SELECTOR ~ a in b ~ value \"a in b\": column 6: found \"b\"",
                "KSE_MIN_SELECTOR_NODES ~ -1 ~ value \"-1\": out of range",
                "KSE_NAMESPACE_LIST ~ a,B ~ value \"a,B\": \"B\" is not a namespace's name",
                "KSE_NAMESPACE_LIST ~ ',' ~ value \",\": no name in it",
                "KSE_SERVICES_KEY_TEMPLATE ~ x{{ .Nope }} ~ value \"x{{ .Nope }}\": column 5: unk",
                "KSE_SERVICES_ENABLED ~ yes ~ value \"yes\": not a boolean; accepted: 1, t, T",
                "KSE_SERVICE_RESYNC_PERIOD ~ 0 ~ value \"0\": out of range; accepted: 1 to",
                "KSE_SERVICE_RESYNC_PERIOD ~ 15m ~ value \"15m\": not an integer",
                "KSE_DOGSTATSD_TAGS ~ a|b ~ value \"a|b\": a vertical bar",
                "KSE_MAX_DELETE_PERCENT ~ 101 ~ value \"101\": out of range; accepted: 0 to 100",
                "KSE_HEARTBEAT_SECONDS ~ -5 ~ value \"-5\": out of range",
                "KSE_STATUS_PAGE ~ on ~ value \"on\": unknown; accepted: local, all or off",
                "KSE_LOG_FORMAT ~ xml ~ value \"xml\": unknown; accepted: text or json",
                "KSE_LOG_LEVEL ~ LOUD ~ value \"LOUD\": unknown; accepted: TRACE, DEBUG, INFO",
                "KSE_ROUTES ~ /no/such ~ value \"/no/such\": no such directory; accepted",
                "KSE_ROUTES ~ pom.xml ~ value \"pom.xml\": not a directory; accepted",
                "CONSUL_CACERT ~ /no/such ~ value \"/no/such\": no such file; accepted",
                "CONSUL_CACERT ~ src ~ value \"src\": not a file; accepted",
                "CONSUL_CAPATH ~ pom.xml ~ value \"pom.xml\": not a directory; accepted",
                "CONSUL_CLIENT_CERT ~ pom.xml ~ CONSUL_CLIENT_KEY: not set, but",
                "CONSUL_CLIENT_KEY ~ pom.xml ~ CONSUL_CLIENT_CERT: not set, but",
                "CONSUL_HTTP_TOKEN_FILE ~ /no/such ~ value \"/no/such\": no such file; accepted",
                "CONSUL_HTTP_SSL ~ on ~ value \"on\": not a boolean",
                "CONSUL_HTTP_SSL_VERIFY ~ no ~ value \"no\": not a boolean",
                "CONSUL_NAMESPACE ~ a/b ~ value \"a/b\": holds \"/\"; accepted",
                "KUBECONFIG ~ /no/such:/neither ~ value \"/no/such:/neither\": no such file",
                "KUBECONFIG ~ src ~ value \"src\": not a file",
            })
    void saysWhatIsWrongAndWhatIsAccepted(String name, String value, String problem) {
        BadSettings bad = badFrom(with(Map.of(name, value)));

        String expected = problem.startsWith("value") ? name + ": " + problem : problem;
        assertThat(bad.problems()).singleElement().asString().startsWith(expected);
    }

    @Test
    void saysOnceWhatIsAccepted() {
        Map<String, String> environment =
                Map.of(
                        "KSE_CLUSTER_ID", "a b",
                        "KSE_NODE_SELECTOR", "a in b",
                        "KSE_SERVICES_KEY_TEMPLATE", "{{ .Nope }}",
                        "CONSUL_HTTP_TOKEN", "\u0007");

        assertThat(badFrom(environment).problems())
                .hasSize(4)
                .allSatisfy(problem -> assertThat(problem).containsOnlyOnce("accepted"))
                .contains(
                        "KSE_CLUSTER_ID: value \"a b\": holds \" \"; accepted: text without /, spaces"
                                + " and control characters",
                        "CONSUL_HTTP_TOKEN: value (secret): holds a space, or something invisible"
                                + " or not ASCII; accepted: visible ASCII characters");
    }

    @Test
    void saysThatClusterIdIsMissing() {
        assertThat(badFrom(Map.of()).problems())
                .containsExactly(
                        "KSE_CLUSTER_ID: not set; accepted: text without /, spaces and control"
                                + " characters");
    }

    @Test
    void showsNoSecret() throws IOException {
        Path token = file("token", SECRET + " and more");
        Map<String, String> environment =
                Map.of(
                        "CONSUL_HTTP_TOKEN", SECRET + "\n",
                        "CONSUL_HTTP_AUTH", "user:" + SECRET + "\n",
                        "CONSUL_HTTP_TOKEN_FILE", token.toString(),
                        "KSE_CONSUL_HOST", "https://user:" + SECRET + "@consul",
                        "KSE_DOGSTATSD_HOST", "user:" + SECRET + "@agent");

        BadSettings bad = badFrom(environment);

        assertThat(bad.problems()).hasSize(6);
        assertThat(bad.toString()).doesNotContain(SECRET).contains("(secret)");
    }

    @Test
    void showsNoSecretOfGoodSettings() throws BadSettings {
        ExporterConfig config =
                config(Map.of("CONSUL_HTTP_TOKEN", SECRET, "CONSUL_HTTP_AUTH", "me:" + SECRET));

        assertThat(config.toString()).doesNotContain(SECRET);
        assertThat(config.consul().token().map(Secret::reveal)).contains(SECRET);
    }

    @Test
    void shortensAndEscapesBadValues() {
        BadSettings bad = badFrom(with(Map.of("KSE_LOG_LEVEL", "a\n\u202e" + "b".repeat(99_999))));

        assertThat(bad.problems())
                .singleElement()
                .asString()
                .contains("\"a\\n\\u202ebbb")
                .hasSizeLessThan(300);
    }

    @Test
    void usesTokenWhereTokenFileIsEmpty() throws BadSettings, IOException {
        Path empty = file("token", "\n");

        ExporterConfig config =
                config(
                        Map.of(
                                "CONSUL_HTTP_TOKEN",
                                SECRET,
                                "CONSUL_HTTP_TOKEN_FILE",
                                empty.toString()));

        assertThat(config.consul().token().map(Secret::reveal)).contains(SECRET);
        assertThat(config.warnings()).singleElement().asString().contains("an empty file");
    }

    @Test
    void trustsEveryFileOfTheDirectoryOnce() throws BadSettings, IOException {
        Path mounted = Files.createDirectories(directory.resolve("ca/..2026"));
        Path original = Files.writeString(mounted.resolve("b.crt"), "x");
        Path nested = Files.createDirectories(directory.resolve("ca/more"));
        Path link = Files.createSymbolicLink(directory.resolve("ca/b.crt"), original);
        Path other = Files.writeString(nested.resolve("a.pem"), "x");

        ExporterConfig config =
                config(
                        Map.of(
                                "CONSUL_HTTP_SSL",
                                "true",
                                "CONSUL_CAPATH",
                                directory.resolve("ca").toString()));

        assertThat(config.consul().tls().orElseThrow().authorities()).containsExactly(link, other);
        assertThat(config.consul().tls().orElseThrow().verified()).isTrue();
    }

    @Test
    void refusesDirectoryOfAuthoritiesWithoutAny() throws IOException {
        Path none = Files.createDirectory(directory.resolve("none"));

        assertThat(badFrom(with(Map.of("CONSUL_CAPATH", none.toString()))).problems())
                .singleElement()
                .asString()
                .contains("no file in it");
    }

    @Test
    void warnsOfCertificatesThatHaveNoEffect() throws BadSettings, IOException {
        ExporterConfig config = config(Map.of("CONSUL_CACERT", file("ca.pem", "x").toString()));

        assertThat(config.consul().tls()).isEmpty();
        assertThat(config.warnings())
                .containsExactly("CONSUL_CACERT has no effect: CONSUL_HTTP_SSL is not true");
    }

    @Test
    void warnsOfTheOtherNameOfThePrefixIfItAloneIsSet() throws BadSettings {
        assertThat(config(Map.of("KSE_KV_PREFIX", "x")).warnings())
                .containsExactly(
                        "KSE_KV_PREFIX is not read; what counts is KSE_CONSUL_KV_PREFIX, now"
                                + " kube-service-exporter");
        assertThat(config(Map.of("KSE_KV_PREFIX", "x", "KSE_CONSUL_KV_PREFIX", "y")).warnings())
                .isEmpty();
    }

    @Test
    void asksForPodNameOnlyIfTheHostHasNone() {
        BadSettings bad =
                catchThrowableOfType(
                        BadSettings.class,
                        () -> ExporterConfig.from(with(Map.of()), Optional::empty));

        assertThat(bad.problems())
                .singleElement()
                .asString()
                .startsWith("KSE_POD_NAME: not set, and the host has no name; accepted:");
    }

    @Test
    void knowsTheNameOfThisHost() throws BadSettings {
        assertThat(ExporterConfig.from(with(Map.of())).podName()).isNotEmpty();
    }

    @Test
    void readsForRenderingOnlyWhatThatNeeds() throws BadSettings {
        Map<String, String> environment =
                with(
                        Map.of(
                                "KSE_CONSUL_KV_PREFIX", "mine",
                                "KSE_SERVICES_KEY_TEMPLATE", "{{ id }}",
                                "KSE_CONSUL_PORT", "bad",
                                "KUBECONFIG", "/no/such",
                                "CONSUL_CACERT", "/no/such"));

        ExporterConfig config = ExporterConfig.forRendering(environment);

        assertThat(config.consul().prefix()).isEqualTo("mine");
        assertThat(config.services().keyTemplate()).isPresent();
        assertThat(config.consul().port()).isEqualTo(8500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "consul",
                "consul.service_x.local.",
                "10.0.0.1",
                "::1",
                "fe80::1",
                "3com.com"
            })
    void acceptsHostNamesAndAddresses(String host) throws BadSettings {
        assertThat(config(Map.of("KSE_CONSUL_HOST", host)).consul().host()).isEqualTo(host);
    }

    private static ExporterConfig config(Map<String, String> more) throws BadSettings {
        return ExporterConfig.from(with(more), () -> Optional.of("pod-1"));
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of("KSE_CLUSTER_ID", "prod"));
        environment.putAll(more);
        return environment;
    }

    private static BadSettings badFrom(Map<String, String> environment) {
        return catchThrowableOfType(
                BadSettings.class,
                () -> ExporterConfig.from(environment, () -> Optional.of("pod-1")));
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }
}
