package io.kse.plan;

import static io.kse.document.DocumentSteps.key;
import static io.kse.plan.Wishes.FIRST;
import static io.kse.plan.Wishes.unexported;
import static io.kse.plan.Wishes.wants;
import static io.kse.plan.Wishes.withoutNodePort;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvEntry;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KnownServiceTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final ServiceName ALBUM = new ServiceName("shop", "album");

    private final Desired desired = new Desired(Map::of, () -> {});

    static Stream<Arguments> states() {
        return Stream.of(
                Arguments.of(wants(CART, "a"), ServiceState.EXPORTED),
                Arguments.of(wants(CART), ServiceState.NOT_EXPORTED),
                Arguments.of(withoutNodePort(CART), ServiceState.NO_NODE_PORT),
                Arguments.of(withoutNodePort(CART, "a"), ServiceState.EXPORTED),
                Arguments.of(new NotExported(CART, "opted out"), ServiceState.NOT_EXPORTED),
                Arguments.of(new Rejected(CART, List.of("typo")), ServiceState.REFUSED),
                Arguments.of(new Undecided(CART, List.of("typo")), ServiceState.UNDECIDED),
                Arguments.of(
                        new AwaitsIngress(CART, List.of("none")),
                        ServiceState.WAITING_FOR_INGRESS));
    }

    @ParameterizedTest
    @MethodSource("states")
    void isWhatItsLatestEventCameTo(ServiceDocuments now, ServiceState state) {
        desired.update(wants(CART, "before"), 1);
        desired.update(now, 2);

        assertThat(desired.services()).extracting(KnownService::state).containsExactly(state);
    }

    @Test
    void keepsWhatItWantedWhileItIsRefused() {
        desired.update(wants(CART, "a"), 1);
        desired.update(new Rejected(CART, List.of("typo")), 2);

        assertThat(desired.services().get(0).wants())
                .extracting(KvEntry::key)
                .containsExactly(key("a"));
    }

    @Test
    void namesWhoHasItsKey() {
        desired.update(wants(CART, FIRST.plusSeconds(1), "shared", "own"), 1);
        desired.update(wants(ALBUM, FIRST, "shared"), 2);

        assertThat(desired.services()).extracting(KnownService::name).containsExactly(ALBUM, CART);
        assertThat(desired.services().get(1).taken()).isEqualTo(Map.of(key("shared"), ALBUM));
    }

    @Test
    void isExportedWhileItHasOneOfItsKeys() {
        desired.update(wants(ALBUM, FIRST, "shared"), 1);
        desired.update(wants(CART, FIRST.plusSeconds(1), "shared", "own"), 2);
        assertThat(desired.services().get(1).state()).isEqualTo(ServiceState.EXPORTED);

        desired.update(wants(CART, FIRST.plusSeconds(1), "shared"), 3);
        assertThat(desired.services().get(1).state()).isEqualTo(ServiceState.KEY_TAKEN);
        assertThat(desired.services().get(0).state()).isEqualTo(ServiceState.EXPORTED);
    }

    @Test
    void isForgottenWithItsService() {
        desired.update(wants(CART, "a"), 1);
        desired.update(new NotExported(ALBUM, "opted out"), 2);

        desired.update(unexported(CART), 3);
        assertThat(desired.services()).extracting(KnownService::name).containsExactly(ALBUM);
        desired.updateAll(List.of(), 4, true);
        assertThat(desired.services()).isEmpty();
    }

    @Test
    void doesNotGoBackToWhatAnOlderListSaid() {
        desired.update(new Rejected(CART, List.of("typo")), 5);

        desired.updateAll(List.of(wants(CART, "a")), 4, true);

        assertThat(desired.services().get(0).state()).isEqualTo(ServiceState.REFUSED);
    }
}
