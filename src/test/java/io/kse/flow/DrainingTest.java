package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.plan.KeyReading;
import io.kse.plan.KeyReading.Hidden;
import io.kse.plan.KeyReading.Seen;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Wanted;
import io.kse.plan.Wanted.Unowned;
import io.kse.plan.WantedNodes;
import io.kse.testbed.LogLines;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainingTest {
    private static final KvKey KEY = new KvKey("kse/drain/prod");
    private static final KeyReading NO_KEY = new Seen(Optional.empty());
    private static final KeyReading HIDDEN = new Hidden("Consul denies key:read on " + KEY);

    private final LogLines log = new LogLines(Draining.class);
    private final Draining draining = new Draining(false, KEY);

    private static KeyReading value(String value) {
        return new Seen(Optional.of(new Stored(7, value.getBytes(StandardCharsets.UTF_8))));
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void theFirstWordIsNewsWhateverItIs() {
        assertThat(draining.isNews(NO_KEY)).isTrue();
        assertThat(draining.isNews(NO_KEY)).isFalse();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void drainsAndComesBack() {
        draining.isNews(NO_KEY);

        assertThat(draining.isNews(value("true"))).isTrue();
        assertThat(draining.drain().isDrained()).isTrue();
        assertThat(draining.sources()).containsExactly(KEY.path());
        assertThat(draining.isNews(value("yes"))).isFalse();
        assertThat(draining.isNews(value("false"))).isTrue();
        assertThat(draining.drain().isDrained()).isFalse();
        assertThat(draining.sources()).isEmpty();
        assertThat(log.lines())
                .containsExactly(
                        "WARN The cluster is drained by kse/drain/prod: its list of nodes is [];"
                                + " Consul Services, if any, are in maintenance",
                        "INFO kse/drain/prod is gone, or false: the cluster is not drained any"
                                + " more");
    }

    @Test
    void staysDrainedBySettingWhenTheKeyIsGone() {
        Draining both = new Draining(true, KEY);
        both.start(true);
        both.isNews(value("true"));

        assertThat(both.sources()).containsExactly("KSE_DRAIN", KEY.path());
        assertThat(both.isNews(NO_KEY)).isFalse();
        assertThat(both.drain().isDrained()).isTrue();
        assertThat(log.lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("WARN The cluster is drained by KSE_DRAIN"));
    }

    @Test
    void whatIsHiddenIsAtFirstNotDrained() {
        assertThat(draining.isNews(HIDDEN)).isTrue();

        assertThat(draining.drain().isKnown()).isTrue();
        assertThat(draining.drain().isDrained()).isFalse();
    }

    @Test
    void whatIsHiddenStaysAsItWasKnownAndIsSaidOnce() {
        draining.isNews(value("true"));

        assertThat(draining.isNews(HIDDEN)).isFalse();
        assertThat(draining.isNews(HIDDEN)).isFalse();
        assertThat(draining.drain().isDrained()).isTrue();
        assertThat(draining.isNews(value("true"))).isFalse();
        assertThat(log.lines())
                .containsExactly(
                        "WARN The cluster is drained by kse/drain/prod: its list of nodes is [];"
                                + " Consul Services, if any, are in maintenance",
                        "WARN Consul denies key:read on kse/drain/prod: whether the cluster is"
                                + " drained stays as it was last known (drained); tried again until"
                                + " it works",
                        "INFO kse/drain/prod can be read again");
    }

    private static Wanted wanting(WantedNodes nodes) {
        return new Wanted(
                Map.of(),
                Map.of(),
                "",
                Unowned.STAYS,
                Set.of(),
                Set.of(),
                false,
                Optional.of(nodes),
                Set.of());
    }

    private static Snapshot without() {
        return new Snapshot(Map.of());
    }

    @Test
    void leavesTheListWhereConsulShowsAnEndOfTheDrainThatWasNotHeardOf() {
        draining.isNews(value("true"));
        List<String> asked = new ArrayList<>();
        draining.onDoubt(() -> asked.add("anew"));

        Wanted checked = draining.checked(wanting(WantedNodes.DRAINED), without());

        assertThat(checked.nodes()).isEmpty();
        assertThat(asked).containsExactly("anew");
        assertThat(draining.drain().isDrained()).isTrue();
    }

    @Test
    void drainsThoughTheKeyLooksAbsentIfItIsHiddenOrTheSettingSaysSo() {
        draining.isNews(value("true"));
        draining.isNews(HIDDEN);
        Draining bySetting = new Draining(true, KEY);
        bySetting.isNews(NO_KEY);
        Wanted wanted = wanting(WantedNodes.DRAINED);

        assertThat(draining.checked(wanted, without())).isSameAs(wanted);
        assertThat(bySetting.checked(wanted, without())).isSameAs(wanted);
    }
}
