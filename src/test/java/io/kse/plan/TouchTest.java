package io.kse.plan;

import static io.kse.document.DocumentSteps.key;
import static io.kse.plan.Wishes.touch;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.plan.Touch.Everything;
import io.kse.plan.Touch.Several;
import io.kse.plan.Touch.TouchedNodes;
import io.kse.plan.Wanted.Unowned;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TouchTest {
    @Test
    void ofSeveralServicesIsEmptyIfThatOfEachIs() {
        assertThat(new Several(List.of(touch(), touch())).isEmpty()).isTrue();
        assertThat(new Several(List.of(touch(), touch("a"))).isEmpty()).isFalse();
        assertThat(new TouchedNodes().isEmpty()).isFalse();
        assertThat(new Everything(true).isEmpty()).isFalse();
    }

    @Test
    void ofOneServiceOrOfTheNodesHasNoParts() {
        assertThat(touch("a").hasParts()).isFalse();
        assertThat(new TouchedNodes().hasParts()).isFalse();
        assertThat(new Several(List.of()).hasParts()).isTrue();
        assertThat(new Everything(true).hasParts()).isTrue();
    }

    @Test
    void ofEverythingReadsAllKeys() {
        assertThat(new Everything(false).isEverything()).isTrue();
        assertThat(new Several(List.of()).isEverything()).isFalse();
    }

    @Test
    void ofTheNodesAsksForTheListOfNodesOnly() {
        WantedNodes nodes = NodeBraking.wanted(0, 2);
        Desired desired = new Desired(Map::of, () -> {}, () -> Optional.of(nodes), () -> true);
        desired.update(Wishes.wants(new ServiceName("shop", "cart"), "a"), 1);

        Wanted wanted = desired.wanted(new TouchedNodes());

        assertThat(wanted.nodes()).contains(nodes);
        assertThat(wanted.keys()).isEmpty();
        assertThat(wanted.withoutNodes().nodes()).isEmpty();
    }

    @Test
    void wantedSpeaksOfTheKeysOfAllOwnersAndStaysTheSameWithoutNodes() {
        Wanted wanted =
                new Wanted(
                        Map.of(key("a"), new ServiceName("shop", "cart")),
                        Map.of(),
                        "a test",
                        Unowned.ORPHANED,
                        Set.of(),
                        Set.of(),
                        true,
                        Optional.empty(),
                        Set.of());

        assertThat(wanted.keys()).containsExactly(key("a"));
        assertThat(wanted.withoutNodes()).isEqualTo(wanted);
    }
}
