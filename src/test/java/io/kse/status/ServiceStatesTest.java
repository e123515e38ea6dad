package io.kse.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceStatesTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final ServiceName PAY = new ServiceName("shop", "pay");

    private final ServiceStates states = new ServiceStates();

    @Test
    void countsEachServiceOnceAsItIsNow() {
        states.tell(new Rejected(CART, List.of("typo")), false);
        states.tell(new Rejected(CART, List.of("typo")), false);
        states.tell(new Rejected(PAY, List.of("typo")), false);
        states.tell(new AwaitsIngress(PAY, List.of()), false);

        assertThat(states.count(ServiceState.REJECTED)).isEqualTo(1);
        assertThat(states.count(ServiceState.AWAITS_INGRESS)).isEqualTo(1);
    }

    @Test
    void forgetsWhatIsNotExported() {
        states.tell(new Undecided(CART, List.of()), false);
        states.tell(new NotExported(CART, "opted out"), false);

        assertThat(states.count(ServiceState.UNDECIDED)).isZero();
    }

    @Test
    void forgetsWhatIsGoneFromAList() {
        states.tell(new Undecided(CART, List.of()), false);
        states.tell(new Undecided(PAY, List.of()), false);

        states.keepOnly(Set.of(PAY));

        assertThat(states.count(ServiceState.UNDECIDED)).isEqualTo(1);
    }
}
