package io.kse.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.document.NodeList.Room;
import io.kse.node.ExportedNode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeListTest {
    private static final String JSON =
            "[{\"Name\":\"n1\",\"Address\":\"10.0.0.1\"},{\"Name\":\"n1\",\"Address\":\"fd00::1\"},"
                    + "{\"Name\":\"n2\",\"Address\":\"10.0.0.2\"}]";

    private static final ExportedNode ONE = new ExportedNode("n1", "10.0.0.1");
    private static final ExportedNode ONE_TOO = new ExportedNode("n1", "fd00::1");
    private static final ExportedNode TWO = new ExportedNode("n2", "10.0.0.2");
    private static final NodeList LIST = new NodeList(new TreeSet<>(Set.of(TWO, ONE_TOO, ONE)));
    private static final KvKey KEY = new KvKey("kse/nodes/prod");

    @Test
    void writesNameThenAddressSorted() {
        assertThat(LIST.json()).isEqualTo(JSON);
        assertThat(LIST.size()).isEqualTo(JSON.length());
    }

    @Test
    void isNeverEmpty() {
        assertThat(NodeList.DRAINED.json()).isEqualTo("[]");
        assertThatThrownBy(() -> new NodeList(LIST.nodes(), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NodeList(Collections.emptySortedSet()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, " " + JSON + "\n"})
    void isInWhatHoldsExactlyItsEntries(String value) {
        assertThat(LIST.isIn(bytes(value))).isTrue();
    }

    /** The Go exporter's encoder, and the other order of members. */
    @Test
    void isInWhatSaysTheSameInOtherBytes() {
        String other =
                "[{\"Address\":\"10.0.0.1\",\"Name\":\"n\\u0031\"},"
                        + "{\"Name\":\"n1\",\"Address\":\"fd00::1\"},"
                        + "{\"Name\":\"n2\", \"Address\":\"10.0.0.2\"}]";

        assertThat(LIST.isIn(bytes(other))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "by hand",
                "[{\"Name\":\"n1\",\"Address\":\"10.0.0.1\"},{\"Name\":\"n1\",\"Address\":\"fd00::1\"}]",
                "[{\"Name\":\"n1\",\"Address\":\"fd00::1\"},{\"Name\":\"n1\",\"Address\":\"10.0.0.1\"},"
                        + "{\"Name\":\"n2\",\"Address\":\"10.0.0.2\"}]",
                "[{\"Name\":\"n1\",\"Address\":\"10.0.0.1\",\"x\":1},"
                        + "{\"Name\":\"n1\",\"Address\":\"fd00::1\"},"
                        + "{\"Name\":\"n2\",\"Address\":\"10.0.0.2\"}]",
                "[{\"Name\":\"n1\",\"Address\":\"10.0.0.1\"},{\"Name\":\"n1\",\"Address\":\"10.0.0.1\"},"
                        + "{\"Name\":\"n1\",\"Address\":\"fd00::1\"},"
                        + "{\"Name\":\"n2\",\"Address\":\"10.0.0.2\"}]",
                "[{\"name\":\"n1\",\"address\":\"10.0.0.1\"},{\"Name\":\"n1\",\"Address\":\"fd00::1\"},"
                        + "{\"Name\":\"n2\",\"Address\":\"10.0.0.2\"}]",
                JSON + JSON,
                JSON + "x"
            })
    void isInNothingElse(String value) {
        assertThat(LIST.isIn(bytes(value))).isFalse();
    }

    @Test
    void isNotInWhatIsNoUtf8() {
        byte[] value = bytes(JSON);
        value[10] = (byte) 0xFF;

        assertThat(LIST.isIn(value)).isFalse();
        assertThat(NodeList.entries(value)).isEmpty();
    }

    @Test
    void findsTheEntriesOfAnyArray() {
        String value =
                "[null, 1, {\"Name\":\"n2\",\"Address\":\"10.0.0.2\",\"x\":{}}, {\"Name\":\"n3\"},"
                        + " {\"Name\":\"n1\",\"Address\":\"10.0.0.1\"}]";

        assertThat(NodeList.entries(bytes(value)).orElseThrow()).containsExactly(ONE, TWO);
        assertThat(NodeList.entries(bytes("[]")).orElseThrow()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "by hand", "[{]"})
    void findsNothingInWhatIsNoArray(String value) {
        assertThat(NodeList.entries(bytes(value))).isEmpty();
    }

    @Test
    void saysHowMuchRoomItLeaves() {
        assertThat(ofBytes(295_999).room(KEY)).isEqualTo(Room.ENOUGH);
        assertThat(ofBytes(296_000).room(KEY)).isEqualTo(Room.TIGHT);
        assertThat(ofBytes(370_000).room(KEY)).isEqualTo(Room.TIGHT);
        assertThat(ofBytes(370_001).room(KEY)).isEqualTo(Room.NONE);
    }

    @Test
    void countsBytesNotCharacters() {
        NodeList list = new NodeList(new TreeSet<>(Set.of(new ExportedNode("ä", "1"))));

        assertThat(list.size()).isEqualTo(list.json().length() + 1);
    }

    /** So many that it has {@code size} bytes together with twice the key. */
    private static NodeList ofBytes(int size) {
        SortedSet<ExportedNode> nodes = new TreeSet<>();
        IntStream.range(1000, 9000).forEach(i -> nodes.add(new ExportedNode("n" + i, "1")));
        int missing = size - 2 * KEY.size() - new NodeList(nodes).size();
        nodes.add(new ExportedNode("n" + "0".repeat(missing - 27), "1"));
        return new NodeList(nodes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
