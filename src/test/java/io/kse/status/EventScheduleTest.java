package io.kse.status;

import static io.kse.status.EventReason.EXPORTED;
import static io.kse.status.EventReason.REJECTED;
import static io.kse.status.EventReason.UNEXPORTED;
import static io.kse.status.EventSchedule.A_WHILE;
import static io.kse.status.EventSchedule.FOR_GOOD;
import static io.kse.status.EventSchedule.PAUSE;
import static io.kse.status.EventSchedule.PER_SECOND;
import static io.kse.status.EventSchedule.RECENT;
import static io.kse.status.EventSchedule.RENEWAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.ServiceName;
import io.kse.status.EventSchedule.Due;
import io.kse.testbed.LogLines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventScheduleTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final Duration TTL = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final EventSchedule schedule = new EventSchedule();
    private Instant now = Instant.parse("2025-01-01T00:00:00Z");

    @Test
    void newsIsDueOnce() {
        schedule.post(exported("a"), now);

        assertThat(next()).hasValue(new Due(exported("a"), now));
        assertThat(written(Duration.ofHours(5), SECOND)).isEmpty();
    }

    @Test
    void ofNewsThatWaitsOnlyTheLatestIsWritten() {
        schedule.post(exported("a"), now);
        schedule.post(new OwnerEvent(CART, UNEXPORTED, "b"), now);
        schedule.post(exported("c"), now);

        assertThat(writtenAtOnce()).extracting(OwnerEvent::note).containsExactly("c", "b");
    }

    @Test
    void whatStandsIsSaidAgainBeforeKubernetesForgetsIt() {
        schedule.begin(rejected(CART), now);
        Instant last = now;
        assertThat(next()).isPresent();

        for (int i = 0; i < 24; i++) {
            Instant again = nextWritten();
            assertThat(Duration.between(last, again))
                    .isBetween(RENEWAL.dividedBy(2), TTL.minusMinutes(5));
            last = again;
        }
    }

    @Test
    void whatStandsIsSaidWithWhenItBegan() {
        Instant began = now;
        schedule.begin(rejected(CART), now);
        next();
        nextWritten();
        schedule.begin(rejected(CART), now);

        assertThat(nextDue().since()).isEqualTo(began);
    }

    @Test
    void whatStandsIsNoNewsUntilItChanges() {
        schedule.begin(rejected(CART), now);
        next();

        schedule.begin(rejected(CART), now);
        assertThat(next()).isEmpty();

        schedule.begin(new OwnerEvent(CART, REJECTED, "another"), now);
        assertThat(next()).isPresent();
    }

    @Test
    void whatIsOverIsNotSaidAgain() {
        schedule.begin(rejected(CART), now);
        next();

        assertThat(schedule.end(CART, REJECTED)).isTrue();
        assertThat(schedule.end(CART, REJECTED)).isFalse();
        assertThat(written(Duration.ofHours(5), SECOND)).isEmpty();
    }

    @Test
    void atMostTenASecondAreWrittenAndNoneGetsLost() {
        IntStream.range(0, 1000).forEach(i -> schedule.begin(rejected(service(i)), now));
        List<Instant> times = new ArrayList<>();

        for (int i = 0; i < 600; i++, now = now.plusMillis(200)) {
            writtenAtOnce().forEach(event -> times.add(now));
        }

        assertThat(times).hasSize(1000);
        IntStream.range(PER_SECOND, times.size())
                .forEach(
                        i ->
                                assertThat(times.get(i))
                                        .isAfterOrEqualTo(times.get(i - PER_SECOND).plus(SECOND)));
        assertThat(Duration.between(times.get(0), times.get(999)))
                .isEqualTo(SECOND.multipliedBy(99));
    }

    @Test
    void whatStandsAgainstOneDoesNotWaitForTheNewsOfMany() {
        IntStream.range(0, 1000)
                .forEach(i -> schedule.post(new OwnerEvent(service(i), EXPORTED, "a"), now));
        schedule.begin(rejected(CART), now);

        assertThat(next())
                .hasValueSatisfying(due -> assertThat(due.event()).isEqualTo(rejected(CART)));
    }

    /** Of those with names that are alike as well. */
    @Test
    void renewalsAreSpreadOverThePeriod() {
        IntStream.range(0, 1000).forEach(i -> schedule.begin(rejected(service(i)), now));
        written(Duration.ofMinutes(2), Duration.ofMillis(200));
        Map<Instant, Integer> perMinute = new TreeMap<>();

        Instant end = now.plus(RENEWAL.multipliedBy(2));
        for (; now.isBefore(end); now = now.plusSeconds(1)) {
            int count = writtenAtOnce().size();
            Instant minute = now.truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
            perMinute.merge(minute, count, Integer::sum);
        }

        assertThat(perMinute.values()).allMatch(count -> count < 60);
        assertThat(perMinute.values().stream().filter(count -> count > 5).count())
                .isGreaterThan(36);
    }

    @Test
    void newsThatNobodyReadsDoesNotFillTheMemory() {
        tooManyNews();

        assertThat(written(Duration.ofMinutes(30), SECOND)).hasSize(EventSchedule.MOST_NEWS);
    }

    private void tooManyNews() {
        IntStream.range(0, EventSchedule.MOST_NEWS + 5)
                .forEach(i -> schedule.post(new OwnerEvent(service(i), EXPORTED, "a"), now));
    }

    @Test
    void saysOnceThatNewsGetsLostAndOnceThatItIsOver() {
        try (LogLines log = new LogLines(EventSchedule.class)) {
            tooManyNews();
            written(Duration.ofMinutes(30), SECOND);

            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines().get(0)).contains("10000 Events wait");
            assertThat(log.lines().get(1)).endsWith("written; 5 were not");
        }
    }

    @Test
    void aStandbyDoesNotSayThatNewsGetsLost() {
        try (LogLines log = new LogLines(EventSchedule.class)) {
            tooManyNews();
            schedule.next(now, false);
            next();

            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void newsOfOneDoesNotWaitForWhatStandsAgainstMany() {
        IntStream.range(0, 1000).forEach(i -> schedule.begin(rejected(service(i)), now));
        schedule.post(exported("a"), now);

        next();
        assertThat(next())
                .hasValueSatisfying(due -> assertThat(due.event()).isEqualTo(exported("a")));
    }

    @Test
    void aStandbyWritesNothing() {
        schedule.begin(rejected(CART), now);
        schedule.post(exported("a"), now);

        assertThat(schedule.next(now, false)).isEmpty();
    }

    /** The leader has said it long ago, and renews it when both of us think that it is due. */
    @Test
    void aNewLeaderRepeatsNothing() {
        EventSchedule other = new EventSchedule();
        schedule.begin(rejected(CART), now);
        other.begin(rejected(CART), now);
        Instant last = now;
        assertThat(other.next(now, true)).isPresent();
        Instant end = now.plus(Duration.ofHours(7));
        for (; now.isBefore(end); now = now.plusSeconds(1)) {
            schedule.next(now, false);
            last = other.next(now, true).isPresent() ? now : last;
        }

        Instant again = nextWritten();

        assertThat(Duration.between(last, again))
                .isBetween(RENEWAL.minusMinutes(1), RENEWAL.plusMinutes(1));
    }

    @Test
    void aNewLeaderSaysWhatTheOldOneMayHaveMissed() {
        schedule.begin(rejected(CART), now);
        schedule.post(exported("a"), now);
        schedule.next(now.plus(RECENT).minusSeconds(1), false);

        assertThat(writtenAtOnce()).containsExactly(rejected(CART), exported("a"));
    }

    @Test
    void newsFromBeforeAnotherLedIsForgotten() {
        schedule.post(exported("a"), now);
        schedule.next(now.plus(RECENT).plusSeconds(1), false);

        assertThat(next()).isEmpty();
    }

    @Test
    void whatNobodyAnsweredIsWrittenAfterAPause() {
        schedule.begin(rejected(CART), now);
        schedule.away(next().orElseThrow(), now);
        schedule.post(exported("a"), now);
        assertThat(next()).isEmpty();

        now = now.plus(PAUSE);
        assertThat(writtenAtOnce()).containsExactly(rejected(CART), exported("a"));
    }

    @Test
    void whatNobodyAnsweredDoesNotComeBackOnceItIsOverOrAnother() {
        schedule.begin(rejected(CART), now);
        Due unanswered = next().orElseThrow();
        schedule.end(CART, REJECTED);
        schedule.away(unanswered, now);
        now = now.plus(PAUSE);
        assertThat(next()).isEmpty();

        schedule.post(exported("a"), now);
        Due news = next().orElseThrow();
        schedule.post(exported("b"), now);
        schedule.away(news, now);
        now = now.plus(PAUSE);
        assertThat(writtenAtOnce()).containsExactly(exported("b"));
    }

    @Test
    void nothingIsTriedForGoodWhereARightIsMissing() {
        schedule.begin(rejected(CART), now);
        schedule.mute("shop", now, FOR_GOOD);
        schedule.post(exported("a"), now);

        assertThat(written(Duration.ofDays(2), Duration.ofMinutes(10))).isEmpty();
    }

    @Test
    void anHourLongNothingIsTriedWhereNoneWasTaken() {
        ServiceName elsewhere = new ServiceName("else", "where");
        schedule.begin(rejected(CART), now);
        schedule.mute("shop", now, A_WHILE);
        schedule.post(exported("a"), now);
        schedule.begin(rejected(elsewhere), now);

        assertThat(writtenAtOnce()).containsExactly(rejected(elsewhere));
        assertThat(written(A_WHILE.minusSeconds(1), SECOND))
                .doesNotContain(rejected(CART), exported("a"));
        assertThat(written(RENEWAL.plusSeconds(2), SECOND))
                .contains(rejected(CART))
                .doesNotContain(exported("a"));
    }

    @Test
    void servicesThatAreGoneAreForgotten() {
        schedule.begin(rejected(CART), now);
        schedule.post(exported("a"), now);
        schedule.begin(rejected(service(1)), now);
        schedule.forget(CART);
        schedule.keepOnly(Set.of(CART));

        assertThat(written(Duration.ofHours(2), SECOND)).isEmpty();
    }

    @Test
    void aClockThatIsSetBackDoesNotStopThem() {
        IntStream.range(0, PER_SECOND)
                .forEach(i -> schedule.post(new OwnerEvent(service(i), EXPORTED, "a"), now));
        writtenAtOnce();
        now = now.minus(Duration.ofDays(1));
        schedule.post(exported("a"), now);

        assertThat(next()).isPresent();
    }

    private Optional<Due> next() {
        return schedule.next(now, true);
    }

    private List<OwnerEvent> writtenAtOnce() {
        List<OwnerEvent> all = new ArrayList<>();
        for (Optional<Due> due = next(); due.isPresent(); due = next()) {
            all.add(due.get().event());
        }
        return all;
    }

    private List<OwnerEvent> written(Duration time, Duration step) {
        List<OwnerEvent> all = new ArrayList<>();
        Instant end = now.plus(time);
        for (; now.isBefore(end); now = now.plus(step)) {
            all.addAll(writtenAtOnce());
        }
        return all;
    }

    private Due nextDue() {
        Optional<Due> due = next();
        while (due.isEmpty()) {
            now = now.plusSeconds(1);
            due = next();
        }
        return due.get();
    }

    private Instant nextWritten() {
        nextDue();
        return now;
    }

    private static ServiceName service(int i) {
        return new ServiceName("many", "service-" + i);
    }

    private static OwnerEvent rejected(ServiceName service) {
        return new OwnerEvent(service, REJECTED, "bad port");
    }

    private static OwnerEvent exported(String note) {
        return new OwnerEvent(CART, EXPORTED, note);
    }
}
