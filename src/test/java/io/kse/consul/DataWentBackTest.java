package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.config.ConsulSettings;
import io.kse.testbed.Figures;
import io.kse.testbed.RealConsul;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataWentBackTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

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
                    byte[] snapshot = save(consul);
                    int before = neighbour.writes();
                    await().until(() -> neighbour.writes() > before + 20);
                    int seen = replica.wentBack.get();
                    long begun = System.nanoTime();
                    restore(consul, snapshot);
                    await().atMost(Duration.ofSeconds(3))
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> replica.wentBack.get() > seen);
                    Figures.since("restore to noticed", begun);
                }

                assertThat(replica.session()).isEqualTo(session);
            }
        }
    }

    private static byte[] save(RealConsul consul) throws IOException, InterruptedException {
        HttpRequest request = snapshot(consul).GET().build();
        return HTTP.send(request, BodyHandlers.ofByteArray()).body();
    }

    private static void restore(RealConsul consul, byte[] snapshot)
            throws IOException, InterruptedException {
        HttpRequest request = snapshot(consul).PUT(BodyPublishers.ofByteArray(snapshot)).build();
        assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private static HttpRequest.Builder snapshot(RealConsul consul) {
        return HttpRequest.newBuilder(URI.create(consul.url() + "/v1/snapshot"));
    }

    /** Another cluster under the same prefix, that changes a document a hundred times a second. */
    private static final class Neighbour implements AutoCloseable {
        private final ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor();
        private final AtomicInteger writes = new AtomicInteger();

        Neighbour(RealConsul consul, String prefix) {
            thread.scheduleAtFixedRate(() -> write(consul, prefix), 0, 10, TimeUnit.MILLISECONDS);
        }

        private void write(RealConsul consul, String prefix) {
            try {
                consul.put(prefix + "/services/shop/clusters/other", "" + writes.get());
                consul.put(prefix + "/leadership/other-leader", "" + writes.get());
                consul.delete(prefix + "/services/shop/clusters/other");
            } catch (IllegalStateException e) {
                // Consul answers 500 for a moment while it restores.
            }
            writes.incrementAndGet();
        }

        int writes() {
            return writes.get();
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }
}
