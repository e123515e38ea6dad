package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.config.ConsulSettings;
import io.kse.testbed.Figures;
import io.kse.testbed.Neighbour;
import io.kse.testbed.RealConsul;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataWentBackTest {
    @Test
    void aRestoredSnapshotIsNoticedAndANeighboursWritesAreNot(@TempDir Path folder)
            throws Exception {
        try (RealConsul consul = RealConsul.start(folder)) {
            ConsulSettings settings =
                    Settings.prefix(Settings.plain(consul.port()), consul.newPrefix());
            try (Replica replica = Replica.started(settings, "pod-1").awaitLeading();
                    Neighbour neighbour = new Neighbour(consul, settings.prefix())) {
                String session = replica.session();
                await().atMost(Duration.ofSeconds(20)).until(() -> neighbour.writes() > 500);
                assertThat(replica.wentBack).hasValue(0);

                for (int restores = 1; restores <= 3; restores++) {
                    byte[] snapshot = consul.saveSnapshot();
                    int before = neighbour.writes();
                    await().until(() -> neighbour.writes() > before + 20);
                    int seen = replica.wentBack.get();
                    long begun = System.nanoTime();
                    consul.restoreSnapshot(snapshot);
                    await().atMost(Duration.ofSeconds(3))
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> replica.wentBack.get() > seen);
                    Figures.since("restore to noticed", begun);
                }

                assertThat(replica.session()).isEqualTo(session);
            }
        }
    }
}
