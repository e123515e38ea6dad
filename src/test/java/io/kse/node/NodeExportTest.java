package io.kse.node;

import static io.kse.node.Nodes.node;
import static io.kse.node.Nodes.readyNode;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeExportTest {
    private static final Instant NOW = Instant.parse("2024-01-01T12:00:00Z");
    private static final String LATER = "2024-01-01T12:10:00Z";
    private static final NodeSelectors ALL = NodeSelectors.parse("", 1);

    @Test
    void hasOneEntryForEachInternalIpSortedByNameThenAddress() {
        NodeExport export =
                export(
                        ALL,
                        readyNode("n2", "10.0.0.2"),
                        readyNode("n10", "10.0.0.10"),
                        readyNode("n1", "fd00::1").internalIp("10.0.0.9").internalIp("10.0.0.10"));

        assertThat(export.nodes())
                .extracting(ExportedNode::toString)
                .containsExactly(
                        "n1 10.0.0.10",
                        "n1 10.0.0.9",
                        "n1 fd00::1",
                        "n10 10.0.0.10",
                        "n2 10.0.0.2");
        assertThat(export.selector()).contains(ALL.inOrder().get(0));
    }

    @Test
    void leavesOutWhatIsNotIncludedButHasSeenIt() {
        NodeExport export =
                export(
                        ALL,
                        readyNode("n1", "10.0.0.1"),
                        readyNode("n2", "10.0.0.2").cordoned(),
                        node("n3").ready("False").internalIp("10.0.0.3"),
                        node("n4").ready("Unknown").internalIp("10.0.0.4"),
                        node("n5").internalIp("10.0.0.5"));

        assertThat(names(export)).containsExactly("n1");
        assertThat(export.seen()).isEqualTo(5);
    }

    @Test
    void choosesNothingWhereNoneIsIncluded() {
        NodeExport export = export(ALL, readyNode("n1", "10.0.0.1").cordoned());

        assertThat(export.nodes()).isEmpty();
        assertThat(export.selector()).isEmpty();
        assertThat(export.seen()).isEqualTo(1);
        assertThat(export(ALL).seen()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    zone=a              | n1
                    zone==a             | n1
                    zone!=a             | n2 n3 n4
                    zone in (a,b)       | n1 n2
                    zone notin (a,b)    | n3 n4
                    zone                | n1 n2 n3
                    !zone               | n4
                    cores>4             | n2
                    cores<5             | n1
                    zone,zone!=b        | n1 n3
                    zone=a,cores>4      |
                    """)
    void selectsByLabels(String selector, String expected) {
        NodeExport export =
                export(
                        NodeSelectors.parse(selector, 1),
                        readyNode("n1", "10.0.0.1").label("zone", "a").label("cores", "4"),
                        readyNode("n2", "10.0.0.2").label("zone", "b").label("cores", "8"),
                        readyNode("n3", "10.0.0.3").label("zone", "").label("cores", "many"),
                        readyNode("n4", "10.0.0.4"));

        assertThat(names(export))
                .containsExactly(expected == null ? new String[0] : expected.split(" "));
    }

    /** One Node with role=best, two with role=good, none with role=spare. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1 | ["role=best","role=good"]                | role=best
                    2 | ["role=best","role=good"]                | role=good
                    3 | ["role=best","role=good"]                | role=good
                    3 | ["role=good","role=best"]                | role=best
                    3 | ["role=good","role=best","role=spare"]   | role=best
                    2 | ["role=spare","role=best"]               | role=best
                    1 | ["role=spare","role=best"]               | role=best
                    0 | ["role=spare","role=best"]               | role=best
                    3 | ["role=best","role=good","role"]         | role
                    1 | ["role=spare"]                           |
                    1 | ["role=cordoned","role=good"]            | role=good
                    1 | ["role=unreachable","role=best"]         | role=best
                    5 | ["role=best","role=unreachable"]         | role=best
                    """)
    void usesTheFirstSelectorThatFindsEnoughOrElseTheLastThatFindsAny(
            int minimum, String selectors, String used) {
        NodeExport export =
                export(
                        NodeSelectors.parse(selectors, minimum),
                        readyNode("n1", "10.0.0.1").label("role", "best"),
                        readyNode("n2", "10.0.0.2").label("role", "good"),
                        readyNode("n3", "10.0.0.3").label("role", "good"),
                        readyNode("n4", "10.0.0.4").label("role", "cordoned").cordoned(),
                        node("n5").ready("True").label("role", "unreachable"));

        assertThat(export.selector().map(NodeSelector::text).orElse(null)).isEqualTo(used);
        assertThat(export.nodes().isEmpty()).isEqualTo(used == null);
    }

    /** Two addresses of one Node are one Node. */
    @Test
    void countsNodesNotAddresses() {
        NodeExport export =
                export(
                        NodeSelectors.parse("[\"a\",\"!a\"]", 2),
                        readyNode("n1", "10.0.0.1").internalIp("fd00::1").label("a", ""),
                        readyNode("n2", "10.0.0.2"));

        assertThat(names(export)).containsExactly("n2");
    }

    @Test
    void changesWhenTheFirstPretenceThatMattersPasses() {
        NodeExport export =
                export(
                        NodeSelectors.parse("a", 1),
                        pretending("n1", "2024-01-01T12:20:00Z").label("a", ""),
                        pretending("n2", LATER).label("a", ""),
                        pretending("n3", "2024-01-01T12:01:00Z"),
                        pretending("n4", "2024-01-01T12:02:00Z").label("a", "").cordoned(),
                        pretending("n5", "2024-01-01T12:03:00Z").label("a", "").ready("True"),
                        pretending("n6", "2024-01-01T11:00:00Z").label("a", ""),
                        node("n7").pretendReadyUntil("2024-01-01T12:04:00Z").label("a", ""));

        assertThat(export.changesAt()).contains(Instant.parse(LATER));
        assertThat(names(export)).containsExactly("n1", "n2", "n5");
    }

    @Test
    void isWithoutThePretenderAtThatMoment() {
        List<ClusterNode> nodes =
                List.of(pretending("n1", LATER).read(), readyNode("n2", "10.0.0.2").read());

        NodeExport export = NodeExport.of(nodes, ALL, Instant.parse(LATER));

        assertThat(names(export)).containsExactly("n2");
        assertThat(export.changesAt()).isEmpty();
    }

    private static Nodes pretending(String name, String until) {
        return node(name).internalIp("10.0.0.1").pretendReadyUntil(until);
    }

    private static NodeExport export(NodeSelectors selectors, Nodes... nodes) {
        return NodeExport.of(Stream.of(nodes).map(Nodes::read).toList(), selectors, NOW);
    }

    private static List<String> names(NodeExport export) {
        return export.nodes().stream().map(ExportedNode::name).distinct().toList();
    }
}
