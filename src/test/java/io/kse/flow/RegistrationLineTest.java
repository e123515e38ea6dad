package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationLineTest {
    private final CamelContext camel = new DefaultCamelContext();
    private final RegistrationLine line = new RegistrationLine(true, () -> camel);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger ended = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:register-services").process(exchange -> run());
                    }
                });
        camel.start();
    }

    private void run() throws InterruptedException {
        begun.countDown();
        goOn.await();
        ended.incrementAndGet();
    }

    @AfterEach
    void stop() {
        line.stop();
        camel.stop();
    }

    @Test
    void letsTheRunUnderWayComeToItsEndAndBeginsNoOther() throws Exception {
        line.compareAgain();
        begun.await();
        Thread opening = new Thread(goOn::countDown);
        opening.start();

        assertThat(line.finish(Duration.ofSeconds(30))).isTrue();
        line.compareAgain();

        assertThat(ended).hasValue(1);
        opening.join();
    }

    @Test
    void waitsNoLongerThanItIsTold() throws Exception {
        line.compareAgain();
        begun.await();

        assertThat(line.finish(Duration.ofMillis(1))).isFalse();

        assertThat(ended).hasValue(0);
    }
}
