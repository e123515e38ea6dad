package io.kse.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.ServiceName;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NearNamesTest {
    private static List<String> near(String meant, String... names) {
        List<ServiceName> all = Stream.of(names).map(NearNamesTest::name).toList();
        return NearNames.of(name(meant), all).stream().map(ServiceName::toString).toList();
    }

    private static ServiceName name(String text) {
        return AskedName.parse(text).orElseThrow();
    }

    @Test
    void findsTheSameNameInOtherNamespaces() {
        assertThat(near("shop/cart", "web/cart", "web/checkout")).containsExactly("web/cart");
    }

    @Test
    void findsNamesWithASlipOrTwoTheNearestFirst() {
        assertThat(near("shop/checkout", "shop/chekcout", "shop/xheckout", "shop/basket"))
                .containsExactly("shop/xheckout", "shop/chekcout");
    }

    @Test
    void findsNamesWithTwoLettersMoreOrLess() {
        assertThat(near("shop/checkout", "shop/checkouts2", "shop/checko"))
                .containsExactly("shop/checko", "shop/checkouts2");
    }

    @Test
    void findsNoNamesWithThreeSlips() {
        assertThat(near("shop/checkout", "shop/xycheckour", "shop/checkout123")).isEmpty();
        assertThat(near("shop/ab", "shop/wxyz")).isEmpty();
    }

    @Test
    void findsASlipInTheNamespaceToo() {
        assertThat(near("shpo/checkout", "shop/checkouts")).containsExactly("shop/checkouts");
    }

    @Test
    void doesNotTakeAllShortNamesForNear() {
        assertThat(near("shop/ab", "shop/cd", "shop/a")).isEmpty();
    }

    @Test
    void namesFiveAtMost() {
        String[] many =
                IntStream.range(0, 9).mapToObj(i -> "web" + i + "/cart").toArray(String[]::new);

        assertThat(near("web/cart", many)).hasSize(5);
    }
}
