package io.kse.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KvKeyTest {
    /** Java's own order puts the emoji, two surrogates, before the last of these. */
    @Test
    void sortsAsConsulDoes() {
        Stream<KvKey> keys =
                Stream.of("a/😀", "a/\uffee", "a/é", "a/b/c", "a", "a/b", "Z").map(KvKey::new);

        assertThat(keys.sorted())
                .extracting(KvKey::path)
                .containsExactly("Z", "a", "a/b", "a/b/c", "a/é", "a/\uffee", "a/😀");
    }

    @Test
    void hasTheSizeOfItsUtf8() {
        assertThat(new KvKey("a/é😀").size()).isEqualTo(8);
    }

    @Test
    void refusesWhatIsNoKey() {
        assertThatIllegalArgumentException().isThrownBy(() -> new KvKey(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new KvKey("/a"));
    }

    /** Anybody may write one into Consul, and it is in the log then. */
    @Test
    void showsAsOneLineWhateverItHolds() {
        KvKey key = new KvKey("kse/services/a\nERROR b\u001b[2J/clusters/prod");

        assertThat(key).hasToString("kse/services/a\\u000aERROR b\\u001b[2J/clusters/prod");
        assertThat(key.path()).contains("\n");
    }
}
