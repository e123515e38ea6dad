package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Where the brake stops and where it does not. While nothing is held there is nothing under the
 * prefix but documents and the lock.
 */
@ExtendWith(RealServers.class)
class UnheldDeletesTest {
    private final OwnNamespace namespace;

    UnheldDeletesTest(RealKubernetes kubernetes, RealConsul consul) {
        this.namespace = new OwnNamespace(kubernetes, consul);
    }

    @SideBySide
    void threeOfTwentyGoAtOnce() throws Exception {
        published(20);
        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "barrier");

            IntStream.range(0, 3).forEach(i -> namespace.delete("cart-" + i));

            eventually().until(() -> exporter.documents().size() == 18);
            assertThat(exporter.documents()).containsKey(namespace.key("cart-3"));
        }
        IntStream.range(3, 6).forEach(i -> namespace.delete("cart-" + i));

        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> exporter.documents().size() == 15);
            assertThat(exporter.documents()).containsKey(namespace.key("cart-6"));
        }
    }

    /** One after the other, each a change that somebody has just made. */
    @SideBySide
    void atMostHalfGoByEvents() throws Exception {
        published(20);
        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "barrier");
            for (int i = 0; i < 10; i++) {
                namespace.delete("cart-" + i);
                exporter.awaitGone(namespace.key("cart-" + i));
            }

            IntStream.range(10, 18).forEach(i -> namespace.delete("cart-" + i));
            exporter.awaitDocument(namespace.brake(), "\"held\":8");

            assertThat(exporter.documents().keySet())
                    .hasSize(12)
                    .contains(namespace.key("cart-10"), namespace.key("cart-17"));
        }
    }

    @SideBySide
    void allMoveWhenTheTemplateChanges() throws Exception {
        published(20);
        namespace.with("KSE_SERVICES_KEY_TEMPLATE", "all/{{ id }}");

        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> areAll(exporter.documents().keySet(), "/services/all/", 20));
        }
    }

    private static boolean areAll(Set<String> keys, String part, int count) {
        return keys.size() == count && keys.stream().allMatch(key -> key.contains(part));
    }

    @SideBySide
    void allGoWithoutABrake() throws Exception {
        published(20);
        namespace.with("KSE_MAX_DELETE_PERCENT", "100");
        IntStream.range(0, 20).forEach(i -> namespace.delete("cart-" + i));

        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> exporter.documents().isEmpty());
        }
    }

    @SideBySide
    void allOfAFewGoIfTheyAreSeenToGo() throws Exception {
        published(3);
        try (RunningExporter exporter = namespace.start()) {
            namespace.barrier(exporter, "cart-3");

            IntStream.range(0, 4).forEach(i -> namespace.delete("cart-" + i));

            eventually().until(() -> exporter.documents().isEmpty());
        }
    }

    @SideBySide
    void notAllOfAFewGoIfTheyAreMerelyMissing() throws Exception {
        published(3);
        IntStream.range(0, 3).forEach(i -> namespace.delete("cart-" + i));

        try (RunningExporter exporter = namespace.start()) {
            exporter.awaitDocument(namespace.brake(), "\"held\":3");

            assertThat(exporter.documents()).hasSize(4);
        }
    }

    @SideBySide
    void someOfAFewGo() throws Exception {
        published(3);
        IntStream.range(0, 2).forEach(i -> namespace.delete("cart-" + i));

        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> exporter.documents().size() == 1);
            assertThat(exporter.documents()).containsOnlyKeys(namespace.key("cart-2"));
        }
    }

    private void published(int count) throws Exception {
        namespace.createMany("cart", count);
        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> exporter.documents().size() == count);
        }
    }
}
