package io.kse.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.consul.FencedOff;
import io.kse.consul.RealKv;
import io.kse.consul.StaleSnapshot;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.leadership.Fence.SessionFence;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.plan.Transaction;
import io.kse.service.ClusterId;
import io.kse.testbed.RealConsul;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup brings back, of the model and of a real Consul. */
class ConsulModelRestoreTest {
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final KeySpace KEYS = new KeySpace("kse", new ClusterId("cluster"));
    private static final KvKey DOCUMENT = KEYS.key("document");

    /** Consul, or the model of it. */
    private interface Subject {
        String openSession();

        boolean renew(String session);

        boolean acquire(String session);

        void release(String session);

        Optional<String> holder();

        Snapshot read();

        void apply(SessionFence fence, Transaction transaction);

        Runnable backUp();
    }

    @Test
    void theModelHoldsWhatItHeldThen() {
        holdsWhatItHeldThen(new Modelled());
    }

    @Test
    void aRealOneHoldsWhatItHeldThen(@TempDir Path folder) {
        try (RealConsul server = RealConsul.start(folder);
                RealKv kv = new RealKv(server, KEYS)) {
            holdsWhatItHeldThen(new Real(server, kv));
        }
    }

    private static void holdsWhatItHeldThen(Subject consul) {
        String first = consul.openSession();
        consul.acquire(first);
        put(consul, first, "then", 0);
        Stored then = stored(consul);
        Runnable restore = consul.backUp();
        put(consul, first, "later", then.index());
        long later = stored(consul).index();
        consul.release(first);
        String second = consul.openSession();
        consul.acquire(second);

        restore.run();

        assertThat(stored(consul).index()).isEqualTo(then.index());
        assertThat(text(stored(consul))).isEqualTo("then");
        assertThat(consul.holder()).contains(first);
        assertThat(consul.renew(first)).isTrue();
        assertThat(consul.renew(second)).isFalse();
        assertThatThrownBy(() -> put(consul, second, "by the second", then.index()))
                .isInstanceOf(FencedOff.class);
        assertThatThrownBy(() -> put(consul, first, "read before", later))
                .isInstanceOf(StaleSnapshot.class);
        put(consul, first, "read after", then.index());
        assertThat(stored(consul).index()).isGreaterThan(later);
    }

    private static void put(Subject consul, String session, String value, long index) {
        consul.apply(
                new SessionFence(KEYS.leader(), session),
                new Transaction(List.of(new Put(DOCUMENT, value, index, "a test"))));
    }

    private static Stored stored(Subject consul) {
        return consul.read().get(DOCUMENT).orElseThrow();
    }

    private static String text(Stored stored) {
        return new String(stored.value(), StandardCharsets.UTF_8);
    }

    private static final class Modelled implements Subject {
        private final ConsulModel model = new ConsulModel(() -> 0);

        @Override
        public String openSession() {
            return model.openSession(TTL);
        }

        @Override
        public boolean renew(String session) {
            return model.renew(session);
        }

        @Override
        public boolean acquire(String session) {
            return model.acquire(KEYS.leader(), session, "pod");
        }

        @Override
        public void release(String session) {
            model.release(KEYS.leader(), session, "pod");
            model.destroy(session);
        }

        @Override
        public Optional<String> holder() {
            return model.get(KEYS.leader()).flatMap(ConsulModel.Entry::session);
        }

        @Override
        public Snapshot read() {
            return model.read(DOCUMENT::equals);
        }

        @Override
        public void apply(SessionFence fence, Transaction transaction) {
            model.apply(fence, transaction);
        }

        @Override
        public Runnable backUp() {
            ConsulModel.Backup backup = model.backup();
            return () -> model.restore(backup);
        }
    }

    private record Real(RealConsul server, RealKv kv) implements Subject {
        @Override
        public String openSession() {
            return kv.lock().openSession(TTL);
        }

        @Override
        public boolean renew(String session) {
            return kv.lock().renew(session);
        }

        @Override
        public boolean acquire(String session) {
            return kv.lock().acquire(session);
        }

        @Override
        public void release(String session) {
            kv.lock().release(session);
        }

        @Override
        public Optional<String> holder() {
            return kv.lock().read().session();
        }

        @Override
        public Snapshot read() {
            return kv.read(List.of(DOCUMENT));
        }

        @Override
        public void apply(SessionFence fence, Transaction transaction) {
            kv.apply(fence, transaction);
        }

        @Override
        public Runnable backUp() {
            byte[] snapshot = server.saveSnapshot();
            return () -> server.restoreSnapshot(snapshot);
        }
    }
}
