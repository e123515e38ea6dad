package io.kse.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Where there is libfaketime. */
@EnabledIf("io.kse.testbed.FakeTime#exists")
@Timeout(60)
class FakeTimeTest {
    private static final Duration WAIT = Duration.ofMillis(300);

    /** Whenever it is asked: says what time it is, and how many nanoseconds a wait has taken. */
    static final class Asked {
        public static void main(String[] arguments) throws IOException {
            while (System.in.read() >= 0) {
                Instant now = Instant.now();
                long begun = System.nanoTime();
                LockSupport.parkNanos(WAIT.toNanos());
                System.out.println(now + " " + (System.nanoTime() - begun));
            }
        }
    }

    @Test
    void setsTheClockOfARunningProcessAndLeavesItsWaitsAlone(@TempDir Path folder)
            throws IOException {
        FakeTime time = new FakeTime(folder);
        Process process = start(time);
        try (OutputStream questions = process.getOutputStream();
                BufferedReader answers =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int hours : new int[] {0, 72, -1_000, 0}) {
                time.shift(Duration.ofHours(hours));
                questions.write('?');
                questions.flush();
                assertAnswer(answers.readLine().split(" "), time);
            }
        } finally {
            process.destroyForcibly();
            FakeTime.forget(process.pid());
        }
    }

    private static void assertAnswer(String[] answer, FakeTime time) {
        Duration wrong = Duration.between(Instant.parse(answer[0]), time.now());
        assertThat(wrong.abs()).isLessThan(Duration.ofMinutes(1));
        assertThat(Duration.ofNanos(Long.parseLong(answer[1])))
                .isBetween(WAIT, WAIT.multipliedBy(20));
    }

    private static Process start(FakeTime time) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        ProcessBuilder builder =
                new ProcessBuilder(List.of(java, "-cp", classes, Asked.class.getName()));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(time.environment());
        return builder.start();
    }
}
