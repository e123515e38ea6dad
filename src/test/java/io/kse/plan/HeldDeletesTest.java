package io.kse.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.node.ExportedNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeldDeletesTest {
    /** Operators of a newer version release what an older one holds. */
    @Test
    void hasTheSameIdInEveryVersion() {
        assertThat(id("kse/services/a/clusters/cluster", "kse/services/b/clusters/cluster"))
                .isEqualTo("2c5605ae8673");
    }

    @Test
    void doesNotDependOnTheOrder() {
        assertThat(id("a", "b")).isEqualTo(id("b", "a"));
    }

    @Test
    void tellsSetsApartWhoseKeysReadTheSameInARow() {
        assertThat(Stream.of(id("ab", "c"), id("a", "bc"), id("a\nbc"), id("abc")))
                .doesNotHaveDuplicates();
    }

    private static String id(String... paths) {
        return HeldDeletes.of(Stream.of(paths).map(KvKey::new).toList()).id();
    }

    @Test
    void idDependsOnNodesToo() {
        KvKey key = new KvKey("a");
        ExportedNode one = new ExportedNode("n1", "10.0.0.1");
        ExportedNode other = new ExportedNode("n11", "0.0.0.1");

        assertThat(
                        Stream.of(
                                        HeldDeletes.of(
                                                List.of(), List.of(new ExportedNode("a", "b"))),
                                        HeldDeletes.of(
                                                List.of(), List.of(new ExportedNode("c", "b"))),
                                        HeldDeletes.of(
                                                List.of(), List.of(new ExportedNode("a", "c"))),
                                        HeldDeletes.of(List.of(key, new KvKey("b"))),
                                        HeldDeletes.of(List.of(key)),
                                        HeldDeletes.of(List.of(key), List.of(one)),
                                        HeldDeletes.of(List.of(key), List.of(other)),
                                        HeldDeletes.of(List.of(key), List.of(one, other)),
                                        HeldDeletes.of(List.of(), List.of(one)),
                                        HeldDeletes.of(
                                                List.of(new KvKey("n1"), new KvKey("10.0.0.1"))))
                                .map(HeldDeletes::id))
                .doesNotHaveDuplicates();
    }
}
