package io.kse.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.BrakeReport.HeldNodes;
import io.kse.node.ExportedNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrakeReportTest {
    private static final String JSON =
            "{\"id\":\"0123456789ab\",\"since\":\"2024-01-01T00:00:00Z\",\"base\":20,\"limit\":10,"
                    + "\"deleted\":3,\"held\":15,\"keys\":[\"kse/a\",\"kse/ä\\\"\"]}";

    private static final BrakeReport REPORT =
            new BrakeReport(
                    "0123456789ab",
                    Instant.parse("2024-01-01T00:00:00.987Z"),
                    20,
                    10,
                    3,
                    15,
                    List.of(new KvKey("kse/a"), new KvKey("kse/ä\"")),
                    Optional.empty());

    @Test
    void writesWholeSecondsAndItsFieldsInOrder() {
        assertThat(REPORT.json()).isEqualTo(JSON);
    }

    @Test
    void readsWhatItWrites() {
        assertThat(read(REPORT.json())).contains(REPORT);
    }

    @Test
    void speaksOfNodesOnlyWhileSomeAreHeld() {
        HeldNodes nodes = HeldNodes.of(30, 15, 2, Set.of(new ExportedNode("n1", "10.0.0.1")));
        BrakeReport both =
                new BrakeReport(
                        "0123456789ab",
                        REPORT.since(),
                        20,
                        10,
                        3,
                        15,
                        REPORT.keys(),
                        Optional.of(nodes));

        assertThat(both.json())
                .isEqualTo(
                        JSON.replaceFirst(
                                "}$",
                                ",\"nodes\":{\"base\":30,\"limit\":15,\"deleted\":2,"
                                        + "\"held\":1,\"entries\":[\"n1 10.0.0.1\"]}}"));
        assertThat(read(both.json())).contains(both);
    }

    @Test
    void takesAReportWithOtherNodesForNone() {
        assertThat(read(JSON.replaceFirst("}$", ",\"nodes\":[]}"))).isEmpty();
    }

    @Test
    void keepsTheFirst100Keys() {
        List<KvKey> keys = IntStream.range(100, 300).mapToObj(i -> new KvKey("k" + i)).toList();

        BrakeReport report =
                new BrakeReport("a", Instant.EPOCH, 1, 1, 1, 200, keys, Optional.empty());

        assertThat(report.keys()).isEqualTo(keys.subList(0, 100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "by hand",
                "{\"id\":\"a\",\"since\":\"yesterday\",\"base\":1,\"limit\":1,\"deleted\":1,"
                        + "\"held\":1,\"keys\":[]}",
                "{\"id\":\"a\",\"since\":\"2024-01-01T00:00:00Z\",\"base\":\"1\",\"limit\":1,"
                        + "\"deleted\":1,\"held\":1,\"keys\":[]}",
                "{\"id\":\"a\",\"since\":\"2024-01-01T00:00:00Z\",\"base\":1,\"limit\":1,"
                        + "\"deleted\":1,\"held\":1,\"keys\":[\"/\"]}",
                "{\"id\":\"a\",\"since\":\"2024-01-01T00:00:00Z\",\"base\":1,\"limit\":1,"
                        + "\"deleted\":1,\"held\":1,\"keys\":[1]}"
            })
    void takesAnythingElseForNoReport(String text) {
        assertThat(read(text)).isEmpty();
    }

    private static Optional<BrakeReport> read(String text) {
        return BrakeReport.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
