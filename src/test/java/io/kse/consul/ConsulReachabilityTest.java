package io.kse.consul;

import static io.kse.consul.ConsulReachability.Action.READ;
import static io.kse.consul.ConsulReachability.Action.SESSION;
import static io.kse.consul.ConsulReachability.Action.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kse.consul.ConsulReachability.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
        consul.failed(READ, new ConsulUnavailable("consul:8500", "timeout", null));
    }

    private List<String> said() {
        return lines.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void saysNothingWhileConsulAnswers() {
        consul.answered(READ);
        consul.answered(READ);

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
        consul.answered(READ);
        consul.answered(READ);

        assertThat(said())
                .hasSize(2)
                .endsWith("INFO Consul at consul:8500 answers again after 7.2 s");
    }

    @Test
    void countsLongOutagesInMinutes() {
        fail();
        now.addAndGet(Duration.ofSeconds(3_725).toNanos());
        consul.answered(READ);

        assertThat(said()).endsWith("INFO Consul at consul:8500 answers again after 62 min 5 s");
    }

    @Test
    void saysEveryOutage() {
        fail();
        consul.answered(READ);
        fail();

        assertThat(said()).hasSize(3);
    }

    private void fail(Action action) {
        consul.failed(action, new ConsulUnavailable("consul:8500", "timeout", null));
    }

    @Test
    void hasOneOutageWhileConsulReadsButDoesNotWrite() {
        List<Duration> outages = listen(consul);

        fail(WRITE);
        consul.answered(READ);
        fail(WRITE);
        fail(READ);
        consul.answered(READ);
        now.addAndGet(Duration.ofSeconds(9).toNanos());

        assertThat(said()).hasSize(1);
        assertThat(outages).isEmpty();
        assertThat(consul.isAnswering()).isFalse();
        assertThat(consul.silence()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void endsTheOutageOnceWhenAllThatFailedWorksAgain() {
        List<Duration> outages = listen(consul);
        fail(READ);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        fail(WRITE);
        fail(SESSION);

        consul.answered(WRITE);
        consul.answered(READ);
        assertThat(outages).isEmpty();
        consul.answered(SESSION);
        consul.answered(SESSION);

        assertThat(outages).containsExactly(Duration.ofSeconds(2));
        assertThat(said()).hasSize(1);
        assertThat(consul.silence()).isZero();
    }

    @Test
    void doesNotWaitForWhatNobodyWantsAnyMore() {
        List<Duration> outages = listen(consul);
        fail(READ);
        fail(WRITE);
        consul.answered(READ);

        consul.abandoned(WRITE);
        consul.abandoned(WRITE);

        assertThat(outages).hasSize(1);
        assertThat(consul.isAnswering()).isTrue();
    }

    @Test
    void callsTheListenerWithoutALock() {
        consul.onEnd(
                silence ->
                        assertThat(CompletableFuture.supplyAsync(consul::isAnswering).join())
                                .isTrue());
        fail(READ);

        consul.answered(READ);
    }

    private static List<Duration> listen(ConsulReachability consul) {
        List<Duration> outages = new ArrayList<>();
        consul.onEnd(outages::add);
        return outages;
    }
}
