package io.kse.consul;

import static org.awaitility.Awaitility.await;

import io.kse.config.ConsulSettings;
import io.kse.document.KeySpace;
import io.kse.leadership.Fence;
import io.kse.leadership.Leadership;
import io.kse.leadership.LeadershipState;
import io.kse.leadership.Timing;
import io.kse.service.ClusterId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One exporter's leadership over a real Consul, and what it told its listeners. */
final class Replica implements AutoCloseable {
    final FrozenLock lock;
    final Leadership leadership;
    final AtomicBoolean ready = new AtomicBoolean(true);
    final List<LeadershipState> states = new CopyOnWriteArrayList<>();
    final AtomicInteger wentBack = new AtomicInteger();

    private Replica(ConsulSettings settings, String pod, Optional<String> uid, Timing timing) {
        ClusterId clusterId = new ClusterId("prod");
        lock =
                new FrozenLock(
                        new ConsulLock(
                                new ConsulClients(settings),
                                keys(settings),
                                pod,
                                () -> uid,
                                new ConsulReachability(ConsulClients.address(settings))));
        leadership = new Leadership(lock, clusterId, ready::get, timing);
        leadership.onChange((before, now) -> states.add(now));
        leadership.onDataWentBack(wentBack::incrementAndGet);
    }

    static KeySpace keys(ConsulSettings settings) {
        return new KeySpace(settings.prefix(), new ClusterId("prod"));
    }

    static Replica of(ConsulSettings settings, String pod) {
        return new Replica(settings, pod, Optional.empty(), Timing.standard());
    }

    static Replica of(ConsulSettings settings, String pod, String uid, Timing timing) {
        return new Replica(settings, pod, Optional.of(uid), timing);
    }

    static Replica started(ConsulSettings settings, String pod) {
        Replica replica = of(settings, pod);
        replica.leadership.start();
        return replica;
    }

    Replica awaitLeading(Duration atMost) {
        await(lock.key() + " leads")
                .pollInterval(Duration.ofMillis(5))
                .atMost(atMost)
                .until(leadership::isLeading);
        return this;
    }

    Replica awaitLeading() {
        return awaitLeading(Duration.ofSeconds(10));
    }

    void awaitStandby(String holder) {
        await().atMost(Duration.ofSeconds(5))
                .until(() -> leadership.state().equals(new LeadershipState.Standby(holder)));
    }

    String session() {
        return ((Fence.SessionFence) leadership.fence()).session();
    }

    @Override
    public void close() {
        lock.thaw();
        leadership.stop();
    }
}
