package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.LogLines;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepeatedTest {
    private final AtomicInteger times = new AtomicInteger();
    private Repeated repeated;

    private void start(Runnable work) {
        repeated = new Repeated("work", () -> Duration.ofMillis(5), work);
        repeated.start();
    }

    @AfterEach
    void stop() {
        repeated.stop();
    }

    @Test
    void goesOnAfterAnError() {
        start(
                () -> {
                    if (times.incrementAndGet() == 1) {
                        throw new StackOverflowError("a test's");
                    }
                });

        await().dontCatchUncaughtExceptions().until(() -> times.get() > 2);
    }

    @Test
    void goesOnAfterAFailureAndSaysIt() {
        try (LogLines lines = new LogLines(Repeated.class)) {
            start(
                    () -> {
                        if (times.incrementAndGet() == 1) {
                            throw new IllegalStateException("a test's");
                        }
                    });

            await().until(() -> times.get() > 2);

            assertThat(lines.lines()).containsExactly("ERROR work failed; it goes on");
        }
    }

    @Test
    void endsWhatIsUnderWay() {
        CountDownLatch begun = new CountDownLatch(1);
        start(
                () -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        await().until(() -> begun.getCount() == 0);

        repeated.stop();
        repeated.stop();

        await().until(() -> !repeated.isAlive());
    }
}
