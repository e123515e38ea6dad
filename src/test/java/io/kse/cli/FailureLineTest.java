package io.kse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kse.config.KnownSecrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailureLineTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLine.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void logsTheStackTraceOfABug() {
        Exception bug = new IllegalStateException("outer", new NullPointerException("inner"));

        assertThat(exitCode(bug)).isEqualTo(1);

        assertThat(err).hasToString(line("NullPointerException: inner"));
        assertThat(log.list)
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
                            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("outer");
                        });
    }

    @Test
    void saysOnlyOneLineOfWhatTheUserCanMend() {
        assertThat(exitCode(new UnwritableOutput("no room"))).isEqualTo(1);
        assertThat(exitCode(new UnreadableInput("no manifest"))).isEqualTo(2);

        assertThat(err).hasToString(line("no room") + line("no manifest"));
        assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.INFO));
    }

    @Test
    void masksATokenThatAFileOrAnAddressHolds() {
        KnownSecrets.add("token-of-4715");

        exitCode(new UnwritableOutput("consul://kv?datacenter=token-of-4715"));

        assertThat(err).hasToString(line("consul://kv?datacenter=(secret)"));
    }

    private int exitCode(Exception failure) {
        return new CommandLine(new Failing(failure))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(new FailureLine())
                .execute();
    }

    private static String line(String text) {
        return "kube-service-exporter: " + text + System.lineSeparator();
    }

    @Command
    private record Failing(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }
}
