package io.kse.kubernetes;

import static io.fabric8.kubernetes.client.Watcher.Action.ADDED;
import static io.fabric8.kubernetes.client.Watcher.Action.DELETED;
import static io.fabric8.kubernetes.client.Watcher.Action.MODIFIED;
import static io.kse.kubernetes.EventSource.WATCHED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.kse.service.ServiceName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatestEventsTest {
    private final Arrivals arrivals = new Arrivals();
    private final Set<Service> passedOver = new HashSet<>();
    private final LatestEvents<Service> events =
            new LatestEvents<>(arrivals, (action, object, source) -> !passedOver.contains(object));

    @Test
    void laterEventTakesThePlaceOfAnEarlierOne() throws Exception {
        events.open();
        events.offer(ADDED, service("a", "cart"), WATCHED);
        events.offer(ADDED, service("a", "shop"), WATCHED);
        events.offer(MODIFIED, service("a", "cart"), WATCHED);

        assertThat(next()).isEqualTo("MODIFIED a/cart 3");
        assertThat(next()).isEqualTo("ADDED a/shop 2");
    }

    @Test
    void whatIsNoNewsIsNoEventButCountsAsSomethingThatTheWatchHasTold() throws Exception {
        events.open();
        passedOver.add(service("a", "cart"));
        events.offer(MODIFIED, service("a", "cart"), WATCHED);
        events.again(() -> Optional.of(service("a", "cart")));
        events.offer(ADDED, service("a", "shop"), WATCHED);

        assertThat(next()).isEqualTo("ADDED a/shop 2");
        assertThat(arrivals.hasComeSince(0, new ServiceName("a", "cart"))).isTrue();
    }

    @Test
    void deletedThenAddedAgainIsJustAdded() throws Exception {
        events.open();
        events.offer(DELETED, service("a", "cart"), WATCHED);
        events.offer(ADDED, service("a", "cart"), WATCHED);
        events.offer(ADDED, service("b", "cart"), WATCHED);

        assertThat(next()).isEqualTo("ADDED a/cart 2");
        assertThat(next()).isEqualTo("ADDED b/cart 3");
    }

    @ParameterizedTest
    @CsvSource({
        "ADDED, WATCHED, MODIFIED, WATCHED, WATCHED",
        "MODIFIED, WATCHED, MODIFIED, LISTED, LISTED",
        "MODIFIED, WATCHED, DELETED, LISTED, LISTED",
        "MODIFIED, LISTED, MODIFIED, WATCHED, LISTED",
        "DELETED, LISTED, ADDED, WATCHED, LISTED",
        "MODIFIED, LISTED, DELETED, WATCHED, WATCHED",
    })
    void isWatchedOnlyIfNoListHasAPartInIt(
            Action first, EventSource firstSource, Action then, EventSource source, String result)
            throws Exception {
        events.open();
        events.offer(first, service("a", "cart"), firstSource);
        events.offer(then, service("a", "cart"), source);

        assertThat(events.take().orElseThrow().source()).hasToString(result);
    }

    @Test
    void onceMoreIsAnEventButNoneThatTheWatchHasTold() throws Exception {
        events.open();
        events.offer(ADDED, service("a", "cart"), WATCHED);
        long told = arrivals.latest();
        events.again(() -> Optional.of(service("a", "cart")));

        assertThat(next()).isEqualTo("MODIFIED a/cart 2");
        assertThat(arrivals.hasComeSince(told, new ServiceName("a", "cart"))).isFalse();
    }

    @Test
    void tellsWhatIsUnfinishedUntilItIsDone() throws Exception {
        events.open();
        events.offer(ADDED, service("a", "cart"), WATCHED);
        events.offer(ADDED, service("a", "shop"), WATCHED);
        events.take();
        assertThat(unfinished()).containsExactly("cart", "shop");

        events.done();
        assertThat(unfinished()).containsExactly("shop");

        events.close();
        assertThat(unfinished()).isEmpty();
    }

    private List<String> unfinished() {
        return events.unfinished().stream().map(e -> e.object().getMetadata().getName()).toList();
    }

    @Test
    void handsOutNothingBeforeItIsOpen() throws Exception {
        events.offer(ADDED, service("a", "cart"), WATCHED);
        CompletableFuture<String> taken = CompletableFuture.supplyAsync(this::uncheckedNext);

        assertThat(taken).isNotDone();

        events.open();
        assertThat(taken.get(5, TimeUnit.SECONDS)).isEqualTo("ADDED a/cart 1");
    }

    @Test
    void closingEndsTheWaitAndForgetsTheRest() throws Exception {
        events.open();
        CompletableFuture<String> taken = CompletableFuture.supplyAsync(this::uncheckedNext);

        events.close();
        events.offer(ADDED, service("a", "cart"), WATCHED);

        assertThat(taken.get(5, TimeUnit.SECONDS)).isEqualTo("nothing");
        assertThat(next()).isEqualTo("nothing");
    }

    @Test
    void arrivalsTellTheLatestEvent() {
        assertThat(arrivals.latest()).isZero();

        events.offer(ADDED, service("a", "cart"), WATCHED);

        assertThat(arrivals.latest()).isEqualTo(1);
    }

    private String uncheckedNext() {
        try {
            return next();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String next() throws InterruptedException {
        return events.take().map(LatestEventsTest::text).orElse("nothing");
    }

    private static String text(ObjectEvent<Service> event) {
        var metadata = event.object().getMetadata();
        return "%s %s/%s %d"
                .formatted(
                        event.action(),
                        metadata.getNamespace(),
                        metadata.getName(),
                        event.arrival());
    }

    private static Service service(String namespace, String name) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build();
    }
}
