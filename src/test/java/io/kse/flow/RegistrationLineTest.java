package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.plan.BrakeCause;
import io.kse.plan.Touch.Several;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationLineTest {
    private final CamelContext camel = new DefaultCamelContext();
    private final RegistrationLine line = line(Duration.ofMillis(1));
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger ended = new AtomicInteger();
    private final BlockingQueue<Rung> runs = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:register-services")
                                .process(exchange -> run(exchange.getIn().getBody(Rung.class)));
                    }
                });
        camel.start();
    }

    private RegistrationLine line(Duration leftPause) {
        return new RegistrationLine(true, leftPause, () -> camel);
    }

    private void run(Rung rung) throws InterruptedException {
        runs.add(rung);
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
    void comparesAgainWhatWasLeft() throws Exception {
        goOn.countDown();

        line.later();

        assertThat(runs.poll(20, TimeUnit.SECONDS).comparison()).contains(BrakeCause.OTHER);
    }

    /** What others want may change each second. */
    @Test
    void comparesNothingAgainBeforeThePauseIsOverWhateverChangesMeanwhile() throws Exception {
        goOn.countDown();
        RegistrationLine patient = line(Duration.ofHours(1));

        patient.later();
        patient.changed(new Several(List.of()));

        assertThat(runs.poll(20, TimeUnit.SECONDS).comparison()).isEmpty();
        patient.stop();
    }

    /** The run in between takes the alarm's place. */
    @Test
    void comparesAgainThoughSomethingElseHasRungMeanwhile() throws Exception {
        goOn.countDown();
        RegistrationLine two = line(Duration.ofSeconds(2));

        two.later();
        two.changed(new Several(List.of()));

        assertThat(runs.poll(20, TimeUnit.SECONDS).comparison()).isEmpty();
        assertThat(runs.poll(20, TimeUnit.SECONDS).comparison()).contains(BrakeCause.OTHER);
        two.stop();
    }

    @Test
    void waitsNoLongerThanItIsTold() throws Exception {
        line.compareAgain();
        begun.await();

        assertThat(line.finish(Duration.ofMillis(1))).isFalse();

        assertThat(ended).hasValue(0);
    }
}
