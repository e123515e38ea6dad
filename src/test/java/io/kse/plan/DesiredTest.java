package io.kse.plan;

import static io.kse.document.DocumentSteps.key;
import static io.kse.plan.Wishes.unexported;
import static io.kse.plan.Wishes.wants;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DesiredTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");

    private final Desired desired = new Desired();

    @Test
    void wantsNothingAtFirst() {
        assertThat(desired.keys()).isEmpty();
        assertThat(desired.wanted(List.of(key("a"))).owners()).isEmpty();
    }

    @Test
    void wantsWhatAnEventBrings() {
        assertThat(desired.update(wants(CART, "a", "b"), 1)).containsExactly(key("a"), key("b"));

        assertThat(ownerOf("a")).contains(CART);
        assertThat(wanted("a")).isPresent();
    }

    @Test
    void asksForOldAndNewKeysOfAService() {
        desired.update(wants(CART, "a", "b"), 1);

        assertThat(desired.update(wants(CART, "b", "c"), 2))
                .containsExactly(key("a"), key("b"), key("c"));
        assertThat(wanted("a")).isEmpty();
        assertThat(ownerOf("a")).contains(CART);
        assertThat(wanted("c")).isPresent();
    }

    @Test
    void releasesTheKeysOfAServiceThatIsNotExported() {
        desired.update(wants(CART, "a"), 1);

        assertThat(desired.update(unexported(CART), 2)).containsExactly(key("a"));
        assertThat(wanted("a")).isEmpty();
        assertThat(desired.keys()).containsExactly(key("a"));
    }

    static Stream<ServiceDocuments> unclearOnes() {
        return Stream.of(
                new Rejected(CART, List.of("why")),
                new AwaitsIngress(CART, List.of("why")),
                new Undecided(CART, List.of("why")));
    }

    @ParameterizedTest
    @MethodSource("unclearOnes")
    void keepsWhatAServiceHasWhileItIsUnclear(ServiceDocuments unclear) {
        desired.update(wants(CART, "a"), 1);

        assertThat(desired.update(unclear, 2)).isEmpty();
        assertThat(wanted("a")).isPresent();
        desired.updateAll(List.of(unclear), 2);
        assertThat(wanted("a")).isPresent();
    }

    @ParameterizedTest
    @MethodSource("unclearOnes")
    void publishesNothingNewWhileAServiceIsUnclear(ServiceDocuments unclear) {
        assertThat(desired.update(unclear, 1)).isEmpty();
        assertThat(desired.keys()).isEmpty();
    }

    private Optional<ServiceName> ownerOf(String id) {
        return Optional.ofNullable(desired.wanted(Set.of(key(id))).owners().get(key(id)));
    }

    private Optional<KvKey> wanted(String id) {
        return desired.wanted(Set.of(key(id))).entry(key(id)).map(entry -> entry.key());
    }
}
