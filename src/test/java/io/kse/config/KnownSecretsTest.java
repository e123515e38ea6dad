package io.kse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownSecretsTest {
    @Test
    void masksEverySecretWhereverItIs() {
        KnownSecrets.add("tok-4711-a");
        KnownSecrets.add("tok-4711-b");

        assertThat(KnownSecrets.masked("xtok-4711-a, tok-4711-b; tok-4711-c"))
                .isEqualTo("x(secret), (secret); tok-4711-c");
    }

    @Test
    void masksALoginAsItIsSentAndItsPasswordButNotItsUser() {
        KnownSecrets.addLogin("mary-4712:p:w-4712");

        assertThat(KnownSecrets.masked("mary-4712 p:w-4712 Basic bWFyeS00NzEyOnA6dy00NzEy"))
                .isEqualTo("mary-4712 (secret) Basic (secret)");
    }

    @Test
    void masksTheWholeOfASecretThatHoldsAnother() {
        KnownSecrets.add("inner-4713");
        KnownSecrets.add("outer-inner-4713-outer");

        assertThat(KnownSecrets.masked("outer-inner-4713-outer")).isEqualTo("(secret)");
    }

    @Test
    void masksWhatWasGivenAtTheStartHoweverOftenAnotherIsRenewed() {
        KnownSecrets.add("given-4714");
        IntStream.range(0, 100).forEach(i -> KnownSecrets.addRenewed("renewed-4714-" + i));

        assertThat(KnownSecrets.masked("given-4714 renewed-4714-99"))
                .isEqualTo("(secret) (secret)");
    }

    @Test
    void leavesWordsAloneThatAreTooShortForASecret() {
        KnownSecrets.add("");
        KnownSecrets.add("cat");

        assertThat(KnownSecrets.masked("concatenated")).isEqualTo("concatenated");
    }
}
