package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.kiwiproject.consul.ConsulException;

class ConsulSilenceTest {
    private static String reason(IOException failure) {
        return ConsulSilence.reason(new ConsulException("a call failed", failure));
    }

    /** OkHttp has no text for it, and its type is no API. */
    @Test
    void hasWordsForConnectionsThatEnd() {
        assertThat(reason(new IOException())).isEqualTo("the connection ended before an answer");
        assertThat(reason(new EOFException())).isEqualTo("the connection ended within an answer");
        assertThat(reason(new IOException("Broken pipe"))).isEqualTo("Broken pipe");
    }
}
