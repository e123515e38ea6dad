package io.kse.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", " a", "a\u00a0", "a\n", "a\u0000b", "a\u007f"})
    void refusesWhatWouldMakeKeysAmbiguous(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClusterId(id));
    }

    @Test
    void readsAsItsName() {
        assertThat(new ClusterId("prod-2")).hasToString("prod-2");
    }
}
