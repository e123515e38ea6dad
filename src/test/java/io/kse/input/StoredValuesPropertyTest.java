package io.kse.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.BrakeReport;
import io.kse.document.Document;
import io.kse.document.DocumentReader;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.document.NodeList;
import io.kse.plan.Drain;
import io.kse.plan.OrphanVerdict.Foreign;
import io.kse.plan.Orphans;
import io.kse.plan.Snapshot.Stored;
import io.kse.service.ClusterId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever stands in Consul under a key of ours is read as something, or said to be nothing. */
class StoredValuesPropertyTest {
    private static final KeySpace KEYS = new KeySpace("kse", new ClusterId("prod"));
    private static final KvKey KEY = KEYS.key("cart");

    private final Orphans orphans =
            new Orphans(KEYS, Optional.empty(), Map.of(), Map.of(), Set.of());

    @Property(tries = 3000)
    void anyForeignValueIsReadAndStays(@ForAll long seed) {
        check(new ForeignValues(new SplittableRandom(seed)).any());
    }

    @Property(tries = 10)
    void soIsAHugeOne(@ForAll long seed) {
        check(new ForeignValues(new SplittableRandom(seed)).huge());
    }

    @Example
    void soAreTheNotableOnes() {
        ForeignValues.notable().forEach(this::check);
    }

    private void check(byte[] value) {
        Optional<Document> document = DocumentReader.read(value);

        document.ifPresent(StoredValuesPropertyTest::compare);
        assertThat(orphans.verdict(KEY, new Stored(1, value)))
                .isInstanceOfSatisfying(Foreign.class, foreign -> Promises.line(foreign.why()));
        NodeList.entries(value).ifPresent(Set::size);
        assertThat(NodeList.DRAINED.isIn(value))
                .isEqualTo(new String(value, StandardCharsets.UTF_8).strip().equals("[]"));
        assertThat(Drain.Word.of(Optional.of(value))).isNotEqualTo(Drain.Word.UNKNOWN);
        BrakeReport.read(value).ifPresent(StoredValuesPropertyTest::writeAgain);
    }

    /** What the log says of a repair. */
    private static void compare(Document stored) {
        Document wanted =
                DocumentReader.read("{\"hash\":\"1\",\"port\":1}".getBytes(StandardCharsets.UTF_8))
                        .orElseThrow();
        wanted.changesFrom(stored).forEach(Promises::line);
        assertThat(stored.changesFrom(stored)).isEmpty();
    }

    /** Fields of a report, each of any kind. */
    @Property(tries = 3000)
    void anyBrakeReportIsReadOrIsNone(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomJson json = new RandomJson(random);
        StringBuilder report = new StringBuilder("{\"since\":\"2026-01-01T00:00:00Z\"");
        for (String number : List.of("base", "limit", "deleted", "held")) {
            report.append(",\"").append(number).append("\":").append(number(random, json));
        }
        report.append(",\"id\":").append(random.nextInt(5) > 0 ? "\"1\"" : json.value(1));
        report.append(",\"keys\":").append(random.nextInt(3) > 0 ? "[\"a\"]" : json.value(2));
        if (random.nextBoolean()) {
            report.append(",\"nodes\":").append(json.value(3));
        }
        byte[] value = report.append('}').toString().getBytes(StandardCharsets.UTF_8);

        BrakeReport.read(value).ifPresent(StoredValuesPropertyTest::writeAgain);
    }

    private static String number(SplittableRandom random, RandomJson json) {
        return random.nextInt(10) > 0 ? String.valueOf(random.nextInt()) : json.value(1);
    }

    private static void writeAgain(BrakeReport report) {
        byte[] again = report.json().getBytes(StandardCharsets.UTF_8);

        assertThat(BrakeReport.read(again)).contains(report);
    }
}
