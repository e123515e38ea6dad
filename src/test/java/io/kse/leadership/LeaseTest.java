package io.kse.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {
    /** nanoTime may be anything, and may overflow. */
    private static final long START = Long.MAX_VALUE - 5;

    private final Lease lease = new Lease(START, Timing.standard());

    private static long after(long millis) {
        return START + Duration.ofMillis(millis).toNanos();
    }

    @Test
    void endsAtThreeQuartersOfTheTtl() {
        assertThat(lease.isOver(after(7_500))).isFalse();
        assertThat(lease.isOver(after(7_501))).isTrue();
        assertThat(lease.isOver(after(30_000))).isTrue();
    }

    @Test
    void isRenewedWellBefore() {
        assertThat(lease.isDue(after(1_999))).isFalse();
        assertThat(lease.isDue(after(2_000))).isTrue();
        assertThat(lease.isOverdue(after(4_000))).isFalse();
        assertThat(lease.isOverdue(after(4_001))).isTrue();
    }

    @Test
    void waitsInWholeSecondsUntilTheRenewal() {
        assertThat(lease.untilDue(after(0))).isEqualTo(Duration.ofSeconds(2));
        assertThat(lease.untilDue(after(700))).isEqualTo(Duration.ofSeconds(1));
        assertThat(lease.untilDue(after(1_700))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void pausesGrowToTheirLimitAndAreSpread() {
        Backoff longest = new Backoff(() -> 1);
        Backoff shortest = new Backoff(() -> 0);

        assertThat(longest.next(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(200));
        assertThat(longest.next(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(400));
        assertThat(longest.next(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(800));
        assertThat(longest.next(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(longest.next(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(shortest.next(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(100));
        longest.reset();
        assertThat(longest.next(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void manyReplicasWaitLongerForTheLock() {
        assertThat(Timing.of(false)).isEqualTo(Timing.standard());
        assertThat(Timing.of(true)).isEqualTo(Timing.standard().forMany());
        assertThat(Timing.of(true).spread()).isGreaterThan(Timing.of(false).spread());
    }
}
