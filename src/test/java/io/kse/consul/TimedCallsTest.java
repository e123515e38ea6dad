package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedCallsTest {
    private final InterruptibleCalls threads = new InterruptibleCalls();
    private final TimedCalls calls = new TimedCalls(threads);
    private final List<CallOutcome> heard = new ArrayList<>();

    @AfterEach
    void stop() {
        threads.stop();
    }

    private void fail(CallOutcome outcome, Duration time) {
        heard.add(outcome);
        throw new IllegalStateException("of the listener");
    }

    @Test
    void makesNoFailureOfWhatWasDone() throws InterruptedException {
        assertThat(calls.make(() -> "written", this::fail)).isEqualTo("written");

        assertThat(heard).containsExactly(CallOutcome.DONE);
    }

    @Test
    void keepsAFailureAsItIs() {
        ConsulUnavailable silence = new ConsulUnavailable("consul:8500", "timeout", null);

        assertThatThrownBy(
                        () ->
                                calls.make(
                                        () -> {
                                            throw silence;
                                        },
                                        this::fail))
                .isSameAs(silence);
        assertThat(heard).containsExactly(CallOutcome.UNAVAILABLE);
    }
}
