package io.kse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.Beat;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code examples/heartbeat/check-heartbeat}, on what the program writes. */
@ExtendWith(RealServers.class)
class HeartbeatCheckTest {
    private static final Path EXAMPLE = Path.of("examples", "heartbeat");

    private final RealConsul consul;
    private final String prefix;
    private String address;

    HeartbeatCheckTest(RealConsul consul) {
        this.consul = consul;
        this.prefix = consul.newPrefix();
        this.address = consul.url();
    }

    private record Said(int exitCode, String text) {}

    private Said check(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add("bash");
        command.add(EXAMPLE.resolve("check-heartbeat").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CONSUL_BIN", RealConsul.program().toString());
        builder.environment().put("CONSUL_HTTP_ADDR", address);
        builder.environment().put("KSE_CONSUL_KV_PREFIX", prefix);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    private void beat(String cluster, Instant time) {
        write(cluster, new Beat(time, "exporter-1", "1.0.0", 7, 2).json());
    }

    private void write(String cluster, String value) {
        consul.put(prefix + "/heartbeat/" + cluster, value);
    }

    @Test
    void isContentWithClustersThatBeat() throws Exception {
        beat("east", Instant.now());
        beat("west", Instant.now().minusSeconds(30));

        Said said = check();

        assertThat(said.exitCode()).isZero();
        assertThat(said.text().lines())
                .hasSize(2)
                .allMatch(line -> line.endsWith("s ago, by exporter-1: 7 documents, 2 nodes"))
                .first()
                .asString()
                .startsWith("OK east: ");
    }

    @Test
    void tellsADeadClusterFromTheOthers() throws Exception {
        beat("east", Instant.now());
        beat("west", Instant.now().minusSeconds(600));

        Said said = check("--max-age", "300");

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.text()).contains("OK east: ").contains("CRITICAL west: 60");
    }

    @Test
    void missesAClusterThatIsNamedAndNeverBeat() throws Exception {
        beat("east", Instant.now());

        assertThat(check("east", "north").text()).endsWith("CRITICAL north: no heartbeat\n");
        assertThat(check("east", "north").exitCode()).isEqualTo(2);
        assertThat(check("east").exitCode()).isZero();
    }

    @Test
    void takesWhatIsNoHeartbeatForNone() throws Exception {
        for (String value :
                List.of(
                        "",
                        "soon",
                        "{\"time\":7}",
                        "{\"time\":\"$(id)\"}",
                        "{\"time\":\"2026-13-45T99:00:00Z\"}",
                        "[]\n{}")) {
            write("east", value);

            assertThat(check()).as(value).isEqualTo(new Said(2, "CRITICAL east: no heartbeat\n"));
        }
    }

    @Test
    void saysThatItCouldNotFindOut() throws Exception {
        assertThat(check().exitCode()).isEqualTo(3);
        assertThat(check().text()).startsWith("UNKNOWN ");

        address = "http://127.0.0.1:1";
        assertThat(check("east").exitCode()).isEqualTo(3);
        assertThat(check("east").text()).startsWith("UNKNOWN Consul: ");
    }

    @Test
    void saysWhatItAccepts() throws Exception {
        assertThat(check("--max-age", "soon"))
                .isEqualTo(
                        new Said(
                                3,
                                "UNKNOWN --max-age 'soon': accepted is a number of seconds, such"
                                        + " as 60\n"));
        assertThat(check("--metric").text())
                .isEqualTo("UNKNOWN --metric is no option; see --help\n");
        assertThat(check("--help").text()).startsWith("check-heartbeat [--max-age SECONDS]");
    }

    @Test
    void givesPrometheusTheTimeOfEach() throws Exception {
        beat("east", Instant.ofEpochSecond(1_764_500_000));

        Said said = check("--metrics", "east", "no\"rth");

        assertThat(said.exitCode()).isZero();
        assertThat(said.text())
                .endsWith(
                        """
                        kube_service_exporter_heartbeat_timestamp_seconds{cluster="east"} 1764500000
                        kube_service_exporter_heartbeat_timestamp_seconds{cluster="no\\"rth"} 0
                        """);
    }

    @Test
    void theAlertUsesThatMetric() throws IOException {
        assertThat(Files.readString(EXAMPLE.resolve("alerts.yaml")))
                .contains("expr: time() - kube_service_exporter_heartbeat_timestamp_seconds >");
    }
}
