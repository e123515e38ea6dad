package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.plan.CallOutcome;
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

    private void hear(CallOutcome outcome, Duration time) {
        heard.add(outcome);
    }

    @Test
    void saysThatItWasDone() throws InterruptedException {
        assertThat(calls.make(() -> "written", this::hear)).isEqualTo("written");

        assertThat(heard).containsExactly(CallOutcome.DONE);
    }

    @Test
    void saysWhatAFailureMeansAndKeepsItAsItIs() {
        ConsulUnavailable silence = new ConsulUnavailable("consul:8500", "timeout", null);

        assertThatThrownBy(
                        () ->
                                calls.make(
                                        () -> {
                                            throw silence;
                                        },
                                        this::hear))
                .isSameAs(silence);
        assertThat(heard).containsExactly(CallOutcome.UNAVAILABLE);
    }
}
