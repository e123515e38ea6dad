package io.kse.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.plan.ServiceState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageQueryTest {
    @Test
    void readsWhatItWrites() {
        PageQuery query =
                new PageQuery(
                        "a b&c=d/é", "shop", Optional.of(ServiceState.KEY_TAKEN), 3, "shop/cart");

        assertThat(PageQuery.parse(query.address().substring(2))).isEqualTo(query);
    }

    @Test
    void hasTheShortestAddressForNothing() {
        assertThat(PageQuery.parse(null)).isEqualTo(PageQuery.NOTHING);
        assertThat(PageQuery.NOTHING.address()).isEqualTo("/");
    }

    @Test
    void takesNonsenseForNothing() {
        assertThat(PageQuery.parse("page=0&state=x&q=%&namespace=" + "n".repeat(500)))
                .isEqualTo(PageQuery.NOTHING);
    }

    @Test
    void anotherStateBeginsWithItsFirstPage() {
        PageQuery query = PageQuery.parse("q=a&page=4&service=b%2Fc");

        assertThat(query.withState(Optional.of(ServiceState.WAITING_FOR_INGRESS)).address())
                .isEqualTo("/?q=a&state=waiting-for-ingress");
    }
}
