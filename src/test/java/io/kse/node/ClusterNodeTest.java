package io.kse.node;

import static io.kse.node.Nodes.node;
import static io.kse.node.Nodes.readyNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterNodeTest {
    private static final Instant NOW = Instant.parse("2024-01-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    True,    false, none,   true
                    True,    false, past,   true
                    True,    false, future, true
                    True,    false, bad,    true
                    False,   false, none,   false
                    False,   false, past,   false
                    False,   false, now,    false
                    False,   false, future, true
                    False,   false, bad,    false
                    Unknown, false, none,   false
                    Unknown, false, past,   false
                    Unknown, false, future, true
                    Unknown, false, bad,    false
                    absent,  false, none,   false
                    absent,  false, past,   false
                    absent,  false, future, true
                    absent,  false, bad,    false
                    true,    false, none,   false
                    True,    true,  none,   false
                    True,    true,  future, false
                    False,   true,  future, false
                    Unknown, true,  future, false
                    absent,  true,  future, false
                    False,   true,  bad,    false
                    """)
    void isIncludedIfSchedulableAndReadyOrTakenToBe(
            String ready, boolean cordoned, String pretends, boolean included) {
        Nodes node = node("n1");
        if (!ready.equals("absent")) {
            node.ready(ready);
        }
        if (cordoned) {
            node.cordoned();
        }
        if (!pretends.equals("none")) {
            node.pretendReadyUntil(time(pretends));
        }

        assertThat(node.read().isIncluded(NOW)).isEqualTo(included);
    }

    private static String time(String pretends) {
        return switch (pretends) {
            case "past" -> "2024-01-01T11:59:59Z";
            case "now" -> "2024-01-01T12:00:00Z";
            case "future" -> "2024-01-01T14:00:01+02:00";
            default -> "tomorrow";
        };
    }

    @Test
    void knowsUntilWhenItPretends() {
        ClusterNode node = node("n1").pretendReadyUntil("2024-01-01T14:00:00+02:00").read();

        assertThat(node.pretendReadyUntil()).contains(NOW);
        assertThat(node.badTimestamp()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "2024-01-01", "2024-01-01T12:00:00z"})
    void keepsATimestampThatIsNone(String text) {
        ClusterNode node = node("n1").pretendReadyUntil(text).read();

        assertThat(node.badTimestamp()).contains(text);
        assertThat(node.pretendReadyUntil()).isEmpty();
    }

    @Test
    void hasNoBadTimestampWithoutTheAnnotation() {
        assertThat(node("n1").read().badTimestamp()).isEmpty();
    }

    @Test
    void takesInternalIpsOnlyOfEitherFamilyAndSorted() {
        ClusterNode node =
                node("n1")
                        .internalIp("fd00::1")
                        .address("ExternalIP", "198.51.100.1")
                        .address("Hostname", "n1")
                        .address("InternalDNS", "n1.internal")
                        .address("ExternalDNS", "n1.example.com")
                        .internalIp("10.0.0.1")
                        .internalIp("10.0.0.1")
                        .internalIp("")
                        .internalIp(null)
                        .read();

        assertThat(node.addresses()).containsExactly("10.0.0.1", "fd00::1");
    }

    @Test
    void isTheSameAfterAHeartbeat() {
        ClusterNode before = readyNode("n1", "10.0.0.1").label("a", "b").read();
        ClusterNode after =
                node("n1")
                        .condition("MemoryPressure", "True", "2024-01-01T00:00:01Z")
                        .condition("Ready", "True", "2024-01-01T00:00:10Z")
                        .internalIp("10.0.0.1")
                        .label("a", "b")
                        .read();

        assertThat(after).isEqualTo(before).hasSameHashCodeAs(before);
    }

    @Test
    void isAnotherWithAnotherLabel() {
        assertThat(readyNode("n1", "10.0.0.1").label("a", "b").read())
                .isNotEqualTo(readyNode("n1", "10.0.0.1").label("a", "c").read());
    }

    @Test
    void readsANodeThatLacksEverything() {
        ClusterNode node =
                ClusterNode.of(
                        new NodeBuilder().withNewMetadata().withName("n1").endMetadata().build());

        assertThat(node.isIncluded(NOW)).isFalse();
        assertThat(node.schedulable()).isTrue();
        assertThat(node.labels()).isEqualTo(Map.of());
        assertThat(node.addresses()).isEmpty();
    }

    /** No API server gives such a Node; one that did must not end the watch of all. */
    @Test
    void takesWhateverClaimsToBeANode() {
        Node node = new NodeBuilder().withNewStatus().endStatus().build();
        node.getStatus().setConditions(Arrays.asList((NodeCondition) null));
        node.getStatus().setAddresses(Arrays.asList((NodeAddress) null));

        assertThat(ClusterNode.of(node)).isEqualTo(ClusterNode.of(new Node()));
        assertThat(ClusterNode.of(node).name()).isEmpty();
    }

    @Test
    void takesALabelThatIsNullForEmpty() {
        Node node = new NodeBuilder().withNewMetadata().endMetadata().build();
        node.getMetadata().setLabels(new HashMap<>());
        node.getMetadata().getLabels().put("pool", null);

        assertThat(ClusterNode.of(node).labels()).isEqualTo(Map.of("pool", ""));
    }

    /** Consul would hold another text than the one that is wanted, and be written for ever. */
    @Test
    void takesHalfASurrogatePairForTheReplacementCharacter() {
        Node node =
                new NodeBuilder()
                        .withNewMetadata()
                        .withName("a\ud800")
                        .endMetadata()
                        .withNewStatus()
                        .addNewAddress("b\udc00", "InternalIP")
                        .endStatus()
                        .build();

        assertThat(ClusterNode.of(node).entries())
                .containsExactly(new ExportedNode("a\ufffd", "b\ufffd"));
    }

    @Test
    void looksAtNoOtherConditionThanReady() {
        Nodes node = node("n1").condition("DiskPressure", "True", "2024-01-01T00:00:00Z");

        assertThat(node.ready("False").read().isIncluded(NOW)).isFalse();
    }
}
