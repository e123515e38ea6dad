package io.kse.chaos;

import static io.kse.chaos.Landscape.KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.chaos.Finding.Kind;
import io.kse.chaos.Follower.Sight;
import io.kse.chaos.ServiceHistory.Point;
import io.kse.document.KvKey;
import io.kse.testbed.KvTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A Service {@code service-4} with one port, and a Node: what is found to be wrong, and what not.
 */
class EvidenceTest {
    private static final KvKey KEY = KEYS.key("prod-chaos-service-4-web");
    private static final String NODES = KEYS.nodes().path();

    private final Ticks ticks = new Ticks();
    private final History history =
            new History(
                    KEYS,
                    Map.of("service-4", Optional.of(service(1)), "gate", Optional.empty()),
                    Set.of(),
                    Map.of("node-0", NodeState.ready("node-0")));
    private final Map<String, KvTree.Entry> consul = new HashMap<>();
    private final List<Sight> sights = new ArrayList<>();
    private final List<Journal.Entry> journal = new ArrayList<>();
    private long index = 10;

    @BeforeEach
    void publish() {
        put(KEY.path(), document(1));
        put(NODES, History.list(history.nodes().last()));
        see();
    }

    private static ServiceState state(ServiceState.Kind kind, int number) {
        return new ServiceState("service-4", kind, number, Map.of("web", 30000 + number));
    }

    private static Service service(int number) {
        return state(ServiceState.Kind.EXPORTED, number).manifest();
    }

    /** Of the version with that number. */
    private static String document(int number) {
        return new ServiceHistory(
                        KEYS,
                        new Versions<>(0, Optional.of(service(number))),
                        new Versions<>(0, Optional.empty()),
                        false)
                .wanted(Point.FIRST)
                .orElseThrow()
                .get(KEY);
    }

    private void become(ServiceState state) {
        history.versions("service-4")
                .add(
                        ticks.next(),
                        state.exists() ? Optional.of(state.manifest()) : Optional.empty());
    }

    private void change(int number) {
        become(state(ServiceState.Kind.EXPORTED, number));
    }

    private void put(String key, String value) {
        index++;
        long created =
                Optional.ofNullable(consul.get(key)).map(KvTree.Entry::createIndex).orElse(index);
        consul.put(key, new KvTree.Entry(value, created, index, "", 0));
    }

    private void see() {
        sights.add(new Sight(ticks.next(), new KvTree(index, new TreeMap<>(consul))));
    }

    private void write(String session, String json) {
        index++;
        List<Journal.Written> written = List.of(new Journal.Written(KEY.path(), json));
        journal.add(new Journal.Entry(ticks.next(), session, index, written));
    }

    private List<Kind> found() {
        return new Evidence(history, sights, journal)
                .findings().stream().map(Finding::kind).toList();
    }

    @Test
    void findsNothingWhereEachVersionIsFollowed() {
        change(2);
        put(KEY.path(), document(2));
        see();
        become(state(ServiceState.Kind.UNEXPORTED, 3));
        consul.remove(KEY.path());
        see();

        assertThat(found()).isEmpty();
    }

    @Test
    void findsNothingWhereOneVersionIsSkipped() {
        change(2);
        change(3);
        put(KEY.path(), document(3));
        see();

        assertThat(found()).isEmpty();
    }

    @Test
    void seesThatADocumentOfALiveServiceIsAway() {
        change(2);
        consul.remove(KEY.path());
        see();

        assertThat(found()).containsExactly(Kind.WRONG_DELETE);
    }

    @Test
    void seesThatADocumentWasAwayForAMoment() {
        consul.remove(KEY.path());
        put(KEY.path(), document(1));
        see();

        assertThat(found()).containsExactly(Kind.WRONG_DELETE);
    }

    @Test
    void doesNotExcuseADeleteByWhatCameLater() {
        consul.remove(KEY.path());
        see();
        become(state(ServiceState.Kind.ABSENT, 2));

        assertThat(found()).containsExactly(Kind.WRONG_DELETE);
    }

    @Test
    void seesThatARefusedServiceLosesWhatItHad() {
        become(state(ServiceState.Kind.REFUSED, 2));
        consul.remove(KEY.path());
        see();

        assertThat(found()).containsExactly(Kind.WRONG_DELETE);
    }

    @Test
    void seesThatADocumentGoesBack() {
        change(2);
        put(KEY.path(), document(2));
        see();
        put(KEY.path(), document(1));
        see();

        assertThat(found()).containsExactly(Kind.STALE_WRITE);
    }

    @Test
    void seesThatADocumentWentBackBetweenTwoLooks() {
        change(2);
        write("one", document(2));
        write("one", document(1));
        write("one", document(2));

        assertThat(found()).containsExactly(Kind.STALE_WRITE);
    }

    @Test
    void seesADocumentOfNoVersion() {
        put(KEY.path(), document(7));
        see();

        assertThat(found()).containsExactly(Kind.STALE_WRITE);
    }

    @Test
    void seesADocumentOfNobody() {
        put(KEYS.key("prod-chaos-other-web").path(), document(1));
        see();

        assertThat(found()).containsExactly(Kind.STALE_WRITE);
    }

    @Test
    void seesAnEmptyListOfNodes() {
        put(NODES, "[]");
        see();

        assertThat(found()).containsExactly(Kind.WRONG_DELETE);
    }

    @Test
    void seesAListOfNodesThatGoesBack() {
        String before = History.list(history.nodes().last());
        Map<String, NodeState> nodes = new HashMap<>(history.nodes().last());
        nodes.put("node-1", NodeState.ready("node-1"));
        history.nodes().add(ticks.next(), nodes);
        put(NODES, History.list(nodes));
        see();
        put(NODES, before);
        see();

        assertThat(found()).containsExactly(Kind.STALE_WRITE);
    }

    @Test
    void seesThatTwoSessionsWriteInTurns() {
        change(2);
        write("one", document(1));
        write("two", document(2));
        write("one", document(2));

        assertThat(found()).containsExactly(Kind.TWO_LEADERS);
    }

    @Test
    void seesAWriteWithoutAFence() {
        write("", document(1));

        assertThat(found()).containsExactly(Kind.TWO_LEADERS);
    }

    @Test
    void blamesNobodyForADeleteWhoseOrderIsNotKnown() {
        change(2);
        journal.add(new Journal.Entry(ticks.next(), "two", 0, List.of()));
        write("one", document(1));
        write("two", document(2));

        assertThat(found()).isEmpty();
    }

    @Test
    void seesAKeyThatNobodyHasAReasonToWrite() {
        put(KEYS.prefix() + "/services/prod-chaos-service-4-web/clusters/prod2", document(1));
        see();

        assertThat(found()).containsExactly(Kind.FOREIGN_CHANGE);
    }
}
