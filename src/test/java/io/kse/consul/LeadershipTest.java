package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.config.ConsulSettings;
import io.kse.leadership.Fence;
import io.kse.leadership.LeadershipState;
import io.kse.leadership.LockEntry;
import io.kse.testbed.Figures;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.model.kv.Value;
import org.kiwiproject.consul.model.session.ImmutableSession;
import org.kiwiproject.consul.model.session.SessionInfo;
import org.kiwiproject.consul.option.ImmutablePutOptions;

@ExtendWith(RealServers.class)
class LeadershipTest {
    private static final Duration TTL = Duration.ofSeconds(10);

    private static ConsulSettings settings(RealConsul consul) {
        return Settings.prefix(Settings.plain(consul.port()), consul.newPrefix());
    }

    private static Value entry(Consul client, ConsulSettings settings) {
        return client.keyValueClient()
                .getValue(Replica.keys(settings).leader().path())
                .orElseThrow();
    }

    @SideBySide
    void holdsTheLockAsTheGoClientDoes(RealConsul consul) {
        ConsulSettings settings = settings(consul);
        Consul client = new ConsulClients(settings).connect();

        try (Replica replica = Replica.started(settings, "pod-1").awaitLeading()) {
            Value entry = entry(client, settings);
            SessionInfo session =
                    client.sessionClient().getSessionInfo(replica.session()).orElseThrow();

            assertThat(entry.getKey()).isEqualTo(settings.prefix() + "/leadership/prod-leader");
            assertThat(entry.getValueAsString()).hasValue("pod-1");
            assertThat(entry.getFlags()).isEqualTo(0x2ddccbc058a50c18L);
            assertThat(entry.getSession()).hasValue(replica.session());
            assertThat(session.getName()).hasValue("kube-service-exporter");
            assertThat(session.getTtl()).hasValue("10s");
            assertThat(session.getBehavior()).isEqualTo("release");
            assertThat(session.getLockDelay()).isEqualTo(Duration.ofSeconds(1).toNanos());
            assertThat(replica.leadership.isSilent()).isFalse();
        }
        client.destroy();
    }

    @SideBySide
    void handsOverAtOnceWhenStopped(RealConsul consul) {
        ConsulSettings settings = settings(consul);
        try (Replica one = Replica.started(settings, "pod-1").awaitLeading();
                Replica two = Replica.started(settings, "pod-2");
                OnlyOneLeader observer = OnlyOneLeader.of(one, two)) {
            two.awaitStandby("pod-1");
            String session = one.session();

            long begun = System.nanoTime();
            one.leadership.stop();
            one.leadership.stop();
            two.awaitLeading(Duration.ofSeconds(2));
            Figures.since("stop to the next leader", begun);
            assertThat(observer.leader()).isSameAs(two);

            assertThat(one.leadership.isStandby()).isTrue();
            assertThat(one.states.get(1)).isEqualTo(new LeadershipState.Campaigning());
            Consul client = new ConsulClients(settings).connect();
            assertThat(client.sessionClient().getSessionInfo(session)).isEmpty();
            client.destroy();
        }
    }

    @SideBySide
    void leavesTheLockAsTheGoClientExpectsIt(RealConsul consul) {
        ConsulSettings settings = settings(consul);
        Consul client = new ConsulClients(settings).connect();

        Replica.started(settings, "pod-1").awaitLeading().close();

        assertThat(entry(client, settings).getFlags()).isEqualTo(LockEntry.FLAGS);
        assertThat(entry(client, settings).getSession()).isEmpty();
        assertThat(acquires(client, entry(client, settings).getKey(), "old-1")).isTrue();
        client.destroy();
    }

    @SideBySide
    void takesOverFromALeaderThatVanishes(RealConsul consul) {
        ConsulSettings settings = settings(consul);
        try (Replica one = Replica.started(settings, "pod-1").awaitLeading();
                Replica two = Replica.started(settings, "pod-2");
                OnlyOneLeader observer = OnlyOneLeader.of(one, two)) {
            two.awaitStandby("pod-1");
            one.leadership.fence();

            long begun = System.nanoTime();
            one.lock.freeze();
            await().atMost(Duration.ofSeconds(8))
                    .until(() -> one.states.contains(new LeadershipState.Campaigning()));
            Figures.since("frozen to step-down", begun);
            two.awaitLeading(Duration.ofSeconds(22));
            Figures.since("frozen to the next leader", begun);
            one.lock.thaw();

            one.awaitStandby("pod-2");
            assertThat(observer.leader()).isSameAs(two);
        }
    }

    @SideBySide
    void listenersHearInTimeThatRenewalsStoppedThoughNobodyAsks(RealConsul consul) {
        try (Replica replica = Replica.started(settings(consul), "pod-1").awaitLeading()) {
            replica.lock.freeze();

            await().atMost(Duration.ofSeconds(8))
                    .until(() -> replica.states.contains(new LeadershipState.Campaigning()));
        }
    }

    @SideBySide
    void leadsAgainWhenItsSessionIsDestroyed(RealConsul consul) {
        ConsulSettings settings = settings(consul);
        Consul client = new ConsulClients(settings).connect();
        try (Replica replica = Replica.started(settings, "pod-1").awaitLeading()) {
            String before = replica.session();

            long begun = System.nanoTime();
            client.sessionClient().destroySession(before);
            await().atMost(Duration.ofSeconds(1)).until(replica.leadership::isCampaigning);
            replica.awaitLeading(Duration.ofSeconds(3));
            Figures.since("session destroyed to leading again", begun);

            assertThat(replica.session()).isNotEqualTo(before);
        }
        client.destroy();
    }

    @SideBySide
    void leadsAgainWhenTheKeyIsDeletedByHand(RealConsul consul) {
        ConsulSettings settings = settings(consul);
        try (Replica replica = Replica.started(settings, "pod-1").awaitLeading()) {
            consul.delete(Replica.keys(settings).leader().path());

            await().until(() -> replica.states.contains(new LeadershipState.Campaigning()));
            replica.awaitLeading(Duration.ofSeconds(2));
            assertThat(consul.get(Replica.keys(settings).leader().path())).hasValue("pod-1");
        }
    }

    @SideBySide
    void waitsForAHolderThatUsesTheGoClient(RealConsul consul) {
        ConsulSettings settings = settings(consul);
        String key = Replica.keys(settings).leader().path();
        Consul go = new ConsulClients(settings).connect();
        assertThat(acquires(go, key, "old-1")).isTrue();

        try (Replica replica =
                Replica.of(settings, "pod-1", "our-uid", io.kse.leadership.Timing.standard())) {
            replica.leadership.start();
            replica.awaitStandby("old-1");

            String session = entry(go, settings).getSession().orElseThrow();
            ImmutablePutOptions release = ImmutablePutOptions.builder().release(session).build();
            go.keyValueClient().putValue(key, "old-1", LockEntry.FLAGS, release);

            replica.awaitLeading(Duration.ofSeconds(2));
        }
        go.destroy();
    }

    @SideBySide
    void leavesAnEntryAloneThatIsNoLock(RealConsul consul) {
        ConsulSettings settings = settings(consul);
        String key = Replica.keys(settings).leader().path();
        consul.put(key, "a note");

        try (LogLines log = new LogLines("io.kse.leadership.Standing");
                Replica replica = Replica.started(settings, "pod-1")) {
            String told = key + " holds an entry that is no lock";
            await().until(() -> !log.of(told).isEmpty());
            assertThat(replica.leadership.isCampaigning()).isTrue();
            assertThat(consul.get(key)).hasValue("a note");

            consul.delete(key);
            replica.awaitLeading(Duration.ofSeconds(2));
            assertThat(log.of(told)).hasSize(1);
        }
    }

    @SideBySide
    void holdsBackUntilItIsReady(RealConsul consul) {
        ConsulSettings settings = settings(consul);
        Consul client = new ConsulClients(settings).connect();
        try (Replica late = Replica.of(settings, "late")) {
            late.ready.set(false);
            late.leadership.start();
            Replica.started(settings, "early").awaitLeading().close();
            assertThat(entry(client, settings).getSession()).isEmpty();
            assertThat(late.leadership.isLeading()).isFalse();

            late.ready.set(true);

            late.awaitLeading(Duration.ofSeconds(3));
        }
        client.destroy();
    }

    @SideBySide
    void leadsAgainAfterConsulWasKilled(@TempDir Path folder) {
        try (RealConsul consul = RealConsul.start(folder)) {
            ConsulSettings settings = settings(consul);
            try (Replica one = Replica.started(settings, "pod-1");
                    Replica two = Replica.started(settings, "pod-2");
                    OnlyOneLeader observer = OnlyOneLeader.of(one, two)) {
                await().until(observer::hasLeader);

                consul.kill();
                await().until(observer.leader().leadership::isSilent);
                await().atMost(Duration.ofSeconds(9)).until(() -> !observer.hasLeader());
                consul.restart();
                long begun = System.nanoTime();
                await().atMost(Duration.ofSeconds(5)).until(observer::hasLeader);
                Figures.since("Consul back to a leader", begun);

                await().until(() -> observer.other().leadership.isStandby());
            }
        }
    }

    @SideBySide
    void startsWhileConsulIsDownAndLeadsWhenItComesBackEmpty(@TempDir Path folder)
            throws IOException {
        try (RealConsul consul = RealConsul.start(folder)) {
            ConsulSettings settings = settings(consul);
            consul.kill();
            try (Replica one = Replica.started(settings, "pod-1")) {
                await().until(one.leadership::isSilent);
                consul.restart();
                one.awaitLeading(Duration.ofSeconds(5));

                consul.kill();
                removeAll(folder.resolve("data"));
                consul.restart();
                String key = Replica.keys(settings).leader().path();
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> consul.get(key).isPresent() && one.leadership.isLeading());
                assertThat(one.leadership.isSilent()).isFalse();
            }
        }
    }

    @SideBySide
    void stepsDownWhileConsulHangsAndLeadsAgain(@TempDir Path folder) {
        try (RealConsul consul = RealConsul.start(folder)) {
            ConsulSettings settings = settings(consul);
            try (Replica one = Replica.started(settings, "pod-1").awaitLeading();
                    Replica two = Replica.started(settings, "pod-2");
                    OnlyOneLeader observer = OnlyOneLeader.of(one, two)) {
                two.awaitStandby("pod-1");

                long begun = System.nanoTime();
                consul.pause();
                await().atMost(Duration.ofSeconds(7)).until(one.leadership::isSilent);
                await().atMost(Duration.ofSeconds(9)).until(one.leadership::isCampaigning);
                Figures.since("Consul hangs to step-down", begun);
                await().until(() -> System.nanoTime() - begun > TTL.toNanos());
                consul.resume();
                long back = System.nanoTime();

                await().atMost(Duration.ofSeconds(5)).until(observer::hasLeader);
                Figures.since("Consul answers to a leader", back);
            }
        }
    }

    @SideBySide
    void stopsWithinAboutASecondWhileConsulHangs(@TempDir Path folder) {
        try (RealConsul consul = RealConsul.start(folder);
                Replica replica = Replica.started(settings(consul), "pod-1").awaitLeading()) {
            consul.pause();

            long begun = System.nanoTime();
            replica.leadership.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofMillis(1500));
            consul.resume();
        }
    }

    @SideBySide
    void aRefusedWriteEndsOnlyTheLeadershipItBelongsTo(RealConsul consul) {
        try (Replica replica = Replica.started(settings(consul), "pod-1").awaitLeading()) {
            Fence fence = replica.leadership.fence();
            replica.leadership.fencedOff(new Fence.SessionFence(replica.lock.key(), "older"));
            assertThat(replica.leadership.isLeading()).isTrue();

            replica.leadership.fencedOff(fence);

            await().until(() -> replica.states.contains(new LeadershipState.Campaigning()));
            replica.awaitLeading(Duration.ofSeconds(4));
        }
    }

    /** As the original's Go client does. */
    private static boolean acquires(Consul go, String key, String value) {
        ImmutableSession session =
                ImmutableSession.builder().name("Consul API Lock").ttl("15s").build();
        String id = go.sessionClient().createSession(session).getId();
        ImmutablePutOptions acquire = ImmutablePutOptions.builder().acquire(id).build();
        return go.keyValueClient().putValue(key, value, LockEntry.FLAGS, acquire);
    }

    private static void removeAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
