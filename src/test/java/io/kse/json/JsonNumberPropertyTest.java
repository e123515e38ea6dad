package io.kse.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonNumberPropertyTest {
    @Property(tries = 2000)
    void equalityAgreesWithBigDecimal(
            @ForAll("numbers") String one, @ForAll("numbers") String other) {
        boolean same = new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;

        assertThat(new JsonNumber(one).equals(new JsonNumber(other))).isEqualTo(same);
    }

    @Property(tries = 1000)
    void equalsItselfWrittenInAnotherWay(@ForAll("numbers") String text) {
        JsonNumber respelled = new JsonNumber(new BigDecimal(text).toPlainString());

        assertThat(new JsonNumber(text)).isEqualTo(respelled).hasSameHashCodeAs(respelled);
    }

    /** Few digits, so that two of them are often equal. */
    @Provide
    Arbitrary<String> numbers() {
        return Combinators.combine(
                        Arbitraries.of("", "-"),
                        Arbitraries.of("0", "1", "10", "100", "12", "120"),
                        Arbitraries.of("", ".0", ".1", ".10", ".010", ".12"),
                        Arbitraries.of("", "e0", "e1", "E+1", "e-1", "e-2", "e02", "e30"))
                .as((sign, digits, fraction, exponent) -> sign + digits + fraction + exponent);
    }
}
