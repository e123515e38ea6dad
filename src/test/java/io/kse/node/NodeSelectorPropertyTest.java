package io.kse.node;

import static io.kse.node.NodeSelectorTest.isASelectorOrRefused;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NodeSelectorPropertyTest {
    @Property
    void anyStringIsASelectorOrRefused(@ForAll String text) {
        isASelectorOrRefused(text);
        isASelectorOrRefused("[" + text);
    }

    @Property(tries = 3000)
    void anyMixOfTokensIsASelectorOrRefused(@ForAll("tokens") String text) {
        isASelectorOrRefused(text);
    }

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.of(
                        "a", "b/c", "5", "=", "==", "!=", "!", "(", ")", ",", "in", " in ", "notin",
                        ">", "<", " ", "\"", "[", "]", "\\", "é")
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join("", parts));
    }
}
