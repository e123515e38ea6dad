package io.kse.plan;

import static io.kse.plan.Braking.KEYS;
import static io.kse.plan.NodeBraking.nodes;
import static io.kse.plan.NodeBraking.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.NodeList;
import io.kse.document.NodeList.Room;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Touch.TouchedNodes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is planned for the key of the list of nodes. */
class PlannedNodesTest {
    private final NodeBraking consul = new NodeBraking(3, 50);

    @Test
    void changesNothingThatIsUpToDate() {
        assertThat(consul.plan(wanted(0, 3)).isEmpty()).isTrue();
        assertThat(consul.plan(wanted(0, 3)).transactions()).isEmpty();
    }

    @Test
    void putsTheFirstList() {
        Put put = put(new NodeBraking(0, 50), wanted(0, 2));

        assertThat(put.value()).isEqualTo(new NodeList(nodes(0, 2)).json());
        assertThat(put.index()).isZero();
        assertThat(put.why()).isEqualTo("new: 2 nodes");
    }

    @Test
    void saysWhatDiffers() {
        assertThat(put(consul, wanted(1, 4)).why())
                .isEqualTo("+1 -1 nodes: +n003 10.0.0.3, -n000 10.0.0.0");
        assertThat(put(consul, wanted(0, 9)).why())
                .isEqualTo("+6 nodes: +n003 10.0.0.3, +n004 10.0.0.4, +n005 10.0.0.5, …");
        assertThat(put(consul, wanted(0, 6)).why())
                .isEqualTo("+3 nodes: +n003 10.0.0.3, +n004 10.0.0.4, +n005 10.0.0.5");
        assertThat(put(consul, wanted(2, 5)).why())
                .isEqualTo("+2 -2 nodes: +n003 10.0.0.3, +n004 10.0.0.4, -n000 10.0.0.0, …");
        assertThat(put(consul, wanted(2, 3)).why())
                .isEqualTo("-2 nodes: -n000 10.0.0.0, -n001 10.0.0.1");
    }

    @Test
    void replacesWhatIsNoList() {
        consul.write(KEYS.nodes(), "null");

        assertThat(put(consul, wanted(0, 3)).why())
                .isEqualTo("what was stored is no list of nodes");
        assertThat(put(consul, wanted(0, 3)).index())
                .isEqualTo(consul.consul.get(KEYS.nodes()).index());
    }

    @Test
    void repairsTheOrder() {
        consul.write(
                KEYS.nodes(),
                "[{\"Name\":\"n001\",\"Address\":\"10.0.0.1\"},"
                        + "{\"Name\":\"n000\",\"Address\":\"10.0.0.0\"}]");

        assertThat(put(consul, wanted(0, 2)).why()).startsWith("drift: ");
        assertThat(put(consul, wanted(0, 2)).repairsDrift()).isTrue();
    }

    @Test
    void isATransactionOfItsOwn() {
        Transaction only = consul.plan(wanted(0, 4)).transactions().get(0);

        assertThat(only.touched()).isEqualTo(List.of(new TouchedNodes()));
        assertThat(only.changes()).hasSize(1);
        assertThat(only.deletesOnly()).isFalse();
    }

    @Test
    void leavesTheLastListWhereTheNewOneDoesNotFit() {
        Plan plan = consul.plan(wanted(0, 12_000));

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.nodes().orElseThrow().room()).isEqualTo(Room.NONE);
    }

    @Test
    void putsAListThatFitsHardly() {
        Plan plan = consul.plan(wanted(0, 8_000));

        assertThat(plan.isEmpty()).isFalse();
        assertThat(plan.nodes().orElseThrow().room()).isEqualTo(Room.TIGHT);
    }

    private static Put put(NodeBraking consul, WantedNodes wanted) {
        return consul.plan(wanted).nodes().orElseThrow().put().orElseThrow();
    }
}
