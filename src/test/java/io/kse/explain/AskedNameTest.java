package io.kse.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.ServiceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskedNameTest {
    @Test
    void isNamespaceAndName() {
        assertThat(AskedName.parse("shop/cart-2")).contains(new ServiceName("shop", "cart-2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cart",
                "/cart",
                "shop/",
                "shop/cart/x",
                "Shop/cart",
                "shop/-cart",
                "shop/cart-",
                "shop/ca rt",
                "shop/../x",
                "shop/<b>",
                "shop/cart\n",
                "shop/%2e",
                "shop/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void isNothingThatKubernetesWouldNotTake(String text) {
        assertThat(AskedName.parse(text)).isEmpty();
    }
}
