package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageFlowTest {
    @Test
    void saysHowManyRegistrationsAreHeld() {
        assertThat(PageFlow.registered(1234, 0)).isEqualTo("1,234 Services registered");
        assertThat(PageFlow.registered(1234, 1000))
                .isEqualTo("1,234 Services registered, 1,000 of them held by the brake");
    }
}
