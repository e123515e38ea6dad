package io.kse.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.consul.FencedOff;
import io.kse.consul.RealKv;
import io.kse.consul.StaleSnapshot;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.leadership.Fence.SessionFence;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Transaction;
import io.kse.service.ClusterId;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same requests to the model and to a real Consul have the same answers. */
@ExtendWith(RealServers.class)
class ConsulModelTest {
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final int REQUESTS = 150;

    private final RealConsul server;
    private final KeySpace keys;
    private final List<KvKey> documents;
    private final ConsulModel model = new ConsulModel(() -> 0);

    /** Each as the model calls it, and as the server does. */
    private final List<Session> sessions = new ArrayList<>();

    private record Session(String model, String real) {}

    ConsulModelTest(RealConsul server) {
        this.server = server;
        this.keys = new KeySpace(server.newPrefix(), new ClusterId("cluster"));
        this.documents = IntStream.range(0, 4).mapToObj(i -> keys.key("document-" + i)).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersAsARealOne(long seed) {
        Random random = new Random(seed);
        try (RealKv real = new RealKv(server, keys)) {
            for (int i = 0; i < REQUESTS; i++) {
                Map<KvKey, Long> before = indexes(snapshot(real));
                Map<KvKey, Long> modelBefore = indexes(snapshot());
                request(random, real);
                assertThat(seen(snapshot(), modelBefore))
                        .as("after request %d", i)
                        .isEqualTo(seen(snapshot(real), before));
                assertThat(holder(model.get(keys.leader()).flatMap(e -> e.session())))
                        .isEqualTo(holder(real.lock().read().session()));
            }
        }
    }

    private void request(Random random, RealKv real) {
        int what = random.nextInt(12);
        if (sessions.isEmpty() || what == 0) {
            sessions.add(new Session(model.openSession(TTL), real.lock().openSession(TTL)));
            return;
        }
        Session session = sessions.get(random.nextInt(sessions.size()));
        KvKey key = documents.get(random.nextInt(documents.size()));
        switch (what) {
            case 1 ->
                    same(
                            () -> model.renew(session.model()),
                            () -> real.lock().renew(session.real()));
            case 2, 3 ->
                    same(
                            () -> model.acquire(keys.leader(), session.model(), "pod"),
                            () -> real.lock().acquire(session.real()));
            case 4 -> end(session, real);
            case 5 -> put(key, "by hand " + random.nextInt(2));
            case 6 -> {
                model.delete(key);
                server.delete(key.path());
            }
            case 7 -> {
                model.delete(keys.leader());
                server.delete(keys.leader().path());
            }
            default -> transact(random, session, real);
        }
    }

    /** First the lock, so that no lock-delay runs: how long that is, the clock says. */
    private void end(Session session, RealKv real) {
        model.release(keys.leader(), session.model(), "pod");
        model.destroy(session.model());
        real.lock().release(session.real());
    }

    private void put(KvKey key, String value) {
        model.put(key, value);
        server.put(key.path(), value);
    }

    private void transact(Random random, Session session, RealKv real) {
        List<KvChange> ofModel = new ArrayList<>();
        List<KvChange> ofReal = new ArrayList<>();
        Map<KvKey, Long> modelled = indexes(snapshot());
        Map<KvKey, Long> there = indexes(snapshot(real));
        int first = random.nextInt(documents.size());
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            KvKey key = documents.get((first + i) % documents.size());
            boolean isStale = random.nextInt(6) == 0;
            boolean isPut = random.nextInt(3) > 0;
            String value = "value " + random.nextInt(3);
            ofModel.add(change(key, isPut, value, isStale, modelled));
            ofReal.add(change(key, isPut, value, isStale, there));
        }
        same(
                () -> {
                    model.apply(fence(session.model()), new Transaction(ofModel));
                    return true;
                },
                () -> {
                    real.apply(fence(session.real()), new Transaction(ofReal));
                    return true;
                });
    }

    private SessionFence fence(String session) {
        return new SessionFence(keys.leader(), session);
    }

    private static KvChange change(
            KvKey key, boolean isPut, String value, boolean isStale, Map<KvKey, Long> indexes) {
        long index = indexes.getOrDefault(key, 0L) + (isStale ? 100_000 : 0);
        return isPut ? new Put(key, value, index, "a test") : new Delete(key, index, "a test");
    }

    private static void same(Supplier<Boolean> model, Supplier<Boolean> real) {
        assertThat(answer(model)).isEqualTo(answer(real));
    }

    private static String answer(Supplier<Boolean> request) {
        try {
            return request.get().toString();
        } catch (FencedOff e) {
            return "fenced off";
        } catch (StaleSnapshot e) {
            return "moved: " + e.keys().stream().sorted().toList();
        }
    }

    private Snapshot snapshot() {
        return model.read(documents::contains);
    }

    private Snapshot snapshot(RealKv real) {
        return real.read(documents);
    }

    private static Map<KvKey, Long> indexes(Snapshot snapshot) {
        Map<KvKey, Long> indexes = new TreeMap<>();
        snapshot.stored().forEach((key, stored) -> indexes.put(key, stored.index()));
        return indexes;
    }

    /** Values, and whether each was written since. */
    private static Map<KvKey, String> seen(Snapshot now, Map<KvKey, Long> before) {
        Map<KvKey, String> seen = new TreeMap<>();
        now.stored()
                .forEach(
                        (key, stored) ->
                                seen.put(
                                        key,
                                        text(stored)
                                                + (stored.index() == before.getOrDefault(key, 0L)
                                                        ? ""
                                                        : ", written")));
        return seen;
    }

    private static String text(Stored stored) {
        return new String(stored.value(), StandardCharsets.UTF_8);
    }

    /** By number, since both have names of their own. */
    private int holder(Optional<String> session) {
        return IntStream.range(0, sessions.size())
                .filter(
                        i ->
                                session.equals(Optional.of(sessions.get(i).model()))
                                        || session.equals(Optional.of(sessions.get(i).real())))
                .findFirst()
                .orElse(-1);
    }
}
