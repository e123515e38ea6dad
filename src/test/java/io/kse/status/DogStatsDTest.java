package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.LogLines;
import io.kse.testbed.UdpListener;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DogStatsDTest {
    @Test
    @Timeout(20)
    void doesNotCareWhetherThereIsAnAgent() throws Exception {
        int nobody;
        try (UdpListener gone = UdpListener.open()) {
            nobody = gone.port();
        }
        tell("127.0.0.1", nobody, 50_000);
    }

    @Test
    @Timeout(20)
    void doesNotCareWhetherTheHostIsKnown() {
        tell("no-such-host.invalid", 8125, 50_000);
    }

    private static void tell(String host, int port, int lines) {
        try (LogLines log = new LogLines("ROOT")) {
            tellAll(DogStatsD.to(host, port, List.of()), lines);

            assertThat(log.lines()).allMatch(line -> line.startsWith("DEBUG"));
        }
    }

    private static void tellAll(DogStatsD agent, int lines) {
        long threads = threads();
        agent.count("lines", Tags.empty(), 1);
        long begun = System.nanoTime();

        for (int i = 0; i < lines; i++) {
            agent.count("lines", Tags.empty(), 1);
        }
        Duration told = Duration.ofNanos(System.nanoTime() - begun);
        agent.close();
        Duration closed = Duration.ofNanos(System.nanoTime() - begun).minus(told);

        assertThat(told).isLessThan(Duration.ofSeconds(5));
        assertThat(closed).isLessThan(Duration.ofSeconds(2));
        await().until(() -> threads() < threads);
    }

    /** Those of other tests included. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("dogstatsd"))
                .count();
    }
}
