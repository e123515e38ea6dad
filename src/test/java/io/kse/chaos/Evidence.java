package io.kse.chaos;

import io.kse.chaos.Finding.Kind;
import io.kse.chaos.Follower.Sight;
import io.kse.document.KvKey;
import io.kse.testbed.KvTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that was seen in a trial, brought before the {@link Judge}. */
final class Evidence {
    /** What replicas write beside documents and nodes, and an operator. */
    private static final Set<String> BESIDE =
            Stream.of(
                            Landscape.KEYS.leader(),
                            Landscape.KEYS.brake(),
                            Landscape.KEYS.brakeRelease())
                    .map(KvKey::path)
                    .collect(Collectors.toSet());

    private final History history;
    private final List<Sight> sights;
    private final List<Journal.Entry> journal;

    /**
     * @param sights the first is from before the trial
     */
    Evidence(History history, List<Sight> sights, List<Journal.Entry> journal) {
        this.history = history;
        this.sights = sights;
        this.journal = journal;
    }

    /** What must not have been, each said once. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(ofSights());
        findings.addAll(ofJournal());
        Journal.overlapping(journal)
                .forEach(
                        session ->
                                findings.add(
                                        new Finding(
                                                Kind.TWO_LEADERS,
                                                "session '%s' wrote after its successor"
                                                        .formatted(session))));
        return findings.stream().distinct().toList();
    }

    private List<Finding> ofSights() {
        Judge judge = new Judge(history);
        for (int i = 1; i < sights.size(); i++) {
            Map<String, KvTree.Entry> before = sights.get(i - 1).tree().entries();
            Map<String, KvTree.Entry> now = sights.get(i).tree().entries();
            long tick = sights.get(i).tick();
            Map<String, KvTree.Entry> all = new LinkedHashMap<>(before);
            all.putAll(now);
            all.keySet().forEach(key -> judge(judge, key, before.get(key), now.get(key), tick));
        }
        return judge.findings();
    }

    /** A key that was created again has been away, if too short a time to be seen. */
    private static void judge(
            Judge judge, String key, KvTree.Entry before, KvTree.Entry now, long tick) {
        if (Objects.equals(before, now)) {
            return;
        }
        if (before != null && now != null && before.createIndex() != now.createIndex()) {
            judge(judge, key, Optional.empty(), tick);
        }
        judge(judge, key, Optional.ofNullable(now).map(KvTree.Entry::value), tick);
    }

    private static void judge(Judge judge, String key, Optional<String> value, long tick) {
        if (key.equals(Landscape.KEYS.nodes().path())) {
            judge.nodes(value, tick);
        } else if (Neighbours.isTheirs(key) || BESIDE.contains(key)) {
            // What becomes of neighbours' keys their indexes tell in the end.
            return;
        } else if (Landscape.KEYS.isOurs(key)) {
            judge.document(new KvKey(key), value, tick);
        } else {
            judge.stranger(key);
        }
    }

    /** It knows each write, and in which order they came, but not what was deleted when. */
    private List<Finding> ofJournal() {
        Judge judge = new Judge(history);
        for (Journal.Entry entry : journal) {
            if (entry.session().isEmpty()) {
                judge.findings()
                        .add(new Finding(Kind.TWO_LEADERS, "written without a fence: " + entry));
            }
            entry.written()
                    .forEach(
                            written ->
                                    judge(
                                            judge,
                                            written.key(),
                                            Optional.of(written.value()),
                                            entry.tick()));
        }
        return judge.findings();
    }
}
