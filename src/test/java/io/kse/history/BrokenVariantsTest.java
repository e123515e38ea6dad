package io.kse.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.history.Broken.Promise;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever checks histories sees each kind of mistake for what it is. */
class BrokenVariantsTest {
    private static final long MOST_HISTORIES = 30_000;

    private static Silence silence;

    @BeforeAll
    static void beSilent() {
        silence = new Silence();
    }

    @AfterAll
    static void speakAgain() {
        silence.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void isSeen(Variant variant) {
        Promise broken = variant.broken().orElseThrow();

        Optional<Long> first =
                LongStream.range(0, MOST_HISTORIES)
                        .filter(seed -> breaks(seed, variant, broken))
                        .boxed()
                        .findFirst();

        assertThat(first).as("a history that shows %s", broken).isPresent();
        System.out.printf("%s: %s after %d histories%n", variant, broken, first.get() + 1);
    }

    private static boolean breaks(long seed, Variant variant, Promise promise) {
        return History.broken(seed, variant).filter(b -> b.promise() == promise).isPresent();
    }

    @Test
    void thereIsOneForEachPromise() {
        assertThat(Stream.of(Variant.values()).flatMap(v -> v.broken().stream()))
                .contains(Promise.values());
    }
}
