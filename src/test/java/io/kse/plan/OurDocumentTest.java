package io.kse.plan;

import static io.kse.plan.Braking.DOCUMENT;
import static io.kse.plan.Braking.KEYS;
import static io.kse.plan.Braking.doc;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.plan.Snapshot.Stored;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OurDocumentTest {
    private static Stored stored(String value) {
        return new Stored(7, value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isOneThatAnExporterOfThisClusterMadeUnderAKeyOfOurs() {
        Map<KvKey, Stored> stored =
                Map.of(
                        doc(1), stored(DOCUMENT),
                        doc(2), stored("a note"),
                        doc(3), stored(DOCUMENT.replace("cluster", "other")),
                        doc(4), stored(DOCUMENT.replace("\"1\"", "\"\"")),
                        KEYS.brake(), stored(DOCUMENT));

        assertThat(OurDocument.keys(new Snapshot(stored), KEYS)).containsExactly(doc(1));
    }
}
