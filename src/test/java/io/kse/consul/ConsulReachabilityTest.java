package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ConsulReachabilityTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(ConsulReachability.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong now = new AtomicLong();
    private final ConsulReachability consul = new ConsulReachability("consul:8500", now::get);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
    }

    private void fail() {
        consul.failed(new ConsulUnavailable("consul:8500", "timeout", null));
    }

    private List<String> said() {
        return lines.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void saysNothingWhileConsulAnswers() {
        consul.answered();
        consul.answered();

        assertThat(said()).isEmpty();
        assertThat(consul.isAnswering()).isTrue();
    }

    @Test
    void saysOnceThatConsulDoesNotAnswer() {
        fail();
        fail();

        assertThat(said())
                .containsExactly(
                        "WARN Consul at consul:8500 does not answer: timeout;"
                                + " changes are kept and written when it answers");
        assertThat(consul.isAnswering()).isFalse();
    }

    @Test
    void saysOnceThatConsulAnswersAgainAndAfterHowLong() {
        fail();
        now.addAndGet(Duration.ofMillis(7_250).toNanos());
        fail();
        consul.answered();
        consul.answered();

        assertThat(said())
                .hasSize(2)
                .endsWith("INFO Consul at consul:8500 answers again after 7.2 s");
    }

    @Test
    void countsLongOutagesInMinutes() {
        fail();
        now.addAndGet(Duration.ofSeconds(3_725).toNanos());
        consul.answered();

        assertThat(said()).endsWith("INFO Consul at consul:8500 answers again after 62 min 5 s");
    }

    @Test
    void saysEveryOutage() {
        fail();
        consul.answered();
        fail();

        assertThat(said()).hasSize(3);
    }
}
