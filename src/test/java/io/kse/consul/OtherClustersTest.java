package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.config.ConsulSettings;
import io.kse.leadership.Timing;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
class OtherClustersTest {
    private static final Timing QUICK =
            new Timing(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3));

    private static ConsulSettings settings(RealConsul consul) {
        return Settings.prefix(Settings.plain(consul.port()), consul.newPrefix());
    }

    private static Replica started(ConsulSettings settings, String pod, String uid) {
        Replica replica = Replica.of(settings, pod, uid, QUICK);
        replica.leadership.start();
        return replica;
    }

    @SideBySide
    void bothSidesAreToldOnceAndTheHolderKeepsTheLock(RealConsul consul) {
        ConsulSettings settings = settings(consul);
        String prefix = settings.prefix();
        try (LogLines log = new LogLines("io.kse.consul.OtherClusters");
                Replica ours = started(settings, "ours-1", "uid-a").awaitLeading();
                Replica theirs = started(settings, "theirs-1", "uid-b")) {
            theirs.awaitStandby("ours-1");
            await().until(() -> log.of(prefix).size() == 2);

            assertThat(log.of(prefix))
                    .anyMatch(line -> line.contains("another cluster (kube-system has UID uid-a"))
                    .anyMatch(line -> line.startsWith("WARN Another cluster wants " + prefix))
                    .allMatch(line -> line.contains("uid-a") && line.contains("uid-b"));
            assertThat(ours.leadership.isLeading()).isTrue();
        }
    }

    @SideBySide
    void leavesAFreeLockToTheOtherClusterForAWhile(RealConsul consul) {
        ConsulSettings settings = settings(consul);
        try (Replica one = started(settings, "ours-1", "uid-a").awaitLeading();
                Replica theirs = started(settings, "theirs-1", "uid-b");
                OnlyOneLeader observer = OnlyOneLeader.of(one, theirs)) {
            theirs.awaitStandby("ours-1");

            one.leadership.stop();
            long free = System.nanoTime();
            try (Replica two = started(settings, "ours-2", "uid-a").awaitLeading()) {
                theirs.awaitStandby("ours-2");
                two.leadership.stop();
            }
            theirs.awaitLeading(Duration.ofSeconds(8));

            assertThat(Duration.ofNanos(System.nanoTime() - free))
                    .isGreaterThan(Duration.ofSeconds(2));
            assertThat(observer.leader()).isSameAs(theirs);
        }
    }

    @SideBySide
    void sessionsWithoutAUidAreNotJudged(RealConsul consul) {
        ConsulSettings settings = settings(consul);
        try (LogLines log = new LogLines("io.kse.consul.OtherClusters");
                Replica unknown = Replica.started(settings, "unknown-1").awaitLeading();
                Replica known = started(settings, "known-1", "uid-b")) {
            known.awaitStandby("unknown-1");

            unknown.leadership.stop();
            known.awaitLeading(Duration.ofSeconds(2));

            assertThat(log.of(settings.prefix())).isEmpty();
        }
    }
}
