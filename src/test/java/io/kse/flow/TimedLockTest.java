package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.leadership.LeaderLock;
import io.kse.leadership.LockEntry;
import io.kse.leadership.LockUnavailable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TimedLockTest {
    private static final BiConsumer<Boolean, Duration> FAILS =
            (done, time) -> {
                throw new IllegalStateException("a listener that fails");
            };

    private final List<Boolean> heard = new ArrayList<>();

    @Test
    void tellsWhetherEachReadWorked() {
        timed(() -> LockEntry.ABSENT, (done, time) -> heard.add(done)).read();
        LeaderLock away = timed(TimedLockTest::away, (done, time) -> heard.add(done));
        assertThatThrownBy(away::read).isInstanceOf(LockUnavailable.class);

        assertThat(heard).containsExactly(true, false);
    }

    @Test
    void answersAsTheLockDoesThoughTheListenerFails() {
        assertThat(timed(() -> LockEntry.ABSENT, FAILS).read()).isEqualTo(LockEntry.ABSENT);
        LeaderLock away = timed(TimedLockTest::away, FAILS);
        assertThatThrownBy(away::read).isInstanceOf(LockUnavailable.class);
    }

    private static LockEntry away() {
        throw new LockUnavailable("a test's");
    }

    private static TimedLock timed(Supplier<LockEntry> read, BiConsumer<Boolean, Duration> onRead) {
        LeaderLock lock =
                (LeaderLock)
                        Proxy.newProxyInstance(
                                TimedLockTest.class.getClassLoader(),
                                new Class<?>[] {LeaderLock.class},
                                (proxy, method, arguments) -> read.get());
        return new TimedLock(lock, onRead);
    }
}
