package io.kse.plan;

import static io.kse.document.DocumentSteps.key;
import static io.kse.plan.Wishes.unexported;
import static io.kse.plan.Wishes.wants;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is remembered until Consul does not hold it. */
class DesiredReleaseTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");

    private final Desired desired = new Desired();

    @Test
    void remembersReleasedKeysUntilTheyAreSettled() {
        desired.update(wants(CART, "a"), 1);
        desired.update(unexported(CART), 2);
        Wanted wanted = desired.wanted(desired.keys());
        assertThat(desired.keys()).containsExactly(key("a"));

        desired.settled(wanted, deleted("a"));

        assertThat(desired.keys()).isEmpty();
    }

    @Test
    void settlesOnlyTheKeysThatConsulDeleted() {
        desired.update(wants(CART, "a", "b"), 1);
        desired.update(unexported(CART), 2);

        desired.settled(desired.wanted(desired.keys()), deleted("a"));

        assertThat(desired.keys()).containsExactly(key("b"));
    }

    @Test
    void keepsWantedKeysWhenTheyAreSettled() {
        desired.update(wants(CART, "a"), 1);

        desired.settled(desired.wanted(desired.keys()), deleted("a"));

        assertThat(wanted("a")).isPresent();
    }

    @Test
    void doesNotForgetWhatWasReleasedSince() {
        desired.update(wants(CART, "a"), 1);
        Wanted before = desired.wanted(desired.keys());
        desired.update(unexported(CART), 2);

        desired.settled(before, deleted("a"));

        assertThat(desired.keys()).containsExactly(key("a"));
    }

    @Test
    void doesNotForgetWhatWasClaimedAndReleasedSince() {
        desired.update(wants(CART, "a"), 1);
        desired.update(unexported(CART), 2);
        Wanted before = desired.wanted(desired.keys());
        desired.update(wants(CART, "a"), 3);
        desired.update(unexported(CART), 4);

        desired.settled(before, deleted("a"));

        assertThat(desired.keys()).containsExactly(key("a"));
    }

    @Test
    void risesInVersionWithEveryChange() {
        long before = desired.wanted(Set.of()).version();

        desired.update(wants(CART, "a"), 1);

        assertThat(desired.wanted(Set.of()).version()).isGreaterThan(before);
    }

    /** Without the right to read a key, Consul shows nothing either. */
    @Test
    void remembersReleasedKeysThatDidNotShowUp() {
        desired.update(wants(CART, "a"), 1);
        desired.update(unexported(CART), 2);

        desired.settled(desired.wanted(desired.keys()), new Transaction(List.of()));

        assertThat(desired.keys()).containsExactly(key("a"));
    }

    private static Transaction deleted(String id) {
        return new Transaction(List.of(new KvChange.Delete(key(id), 7, "a test")));
    }

    private Optional<KvKey> wanted(String id) {
        return desired.wanted(Set.of(key(id))).entry(key(id)).map(entry -> entry.key());
    }
}
