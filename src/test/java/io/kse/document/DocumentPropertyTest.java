package io.kse.document;

import static io.kse.document.DocumentSteps.documents;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.service.Services;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DocumentPropertyTest {
    private static final Service GATEWAY =
            service("edge", "gateway").nodePort("https", 443, 30443).build();

    @Property(tries = 1500)
    void anyTextInAnAnnotationGivesADocumentOrARefusal(
            @ForAll("annotations") String annotation, @ForAll("texts") String text) {
        ServiceDocuments documents =
                documents(cart("cart").annotation(annotation, text).build(), GATEWAY);

        assertThat(documents).isInstanceOfAny(Desired.class, Rejected.class);
        assertReadsAsWritten(documents);
    }

    @Property(tries = 250)
    void anyTextsInAllAnnotationsGiveDocumentsOrAReason(
            @ForAll("manyAnnotations") Map<String, String> annotations) {
        Services cart = cart("cart");
        annotations.forEach(cart::annotation);

        ServiceDocuments documents = documents(cart.build(), GATEWAY);

        assertThat(documents).isInstanceOfAny(Desired.class, Rejected.class, AwaitsIngress.class);
        assertReadsAsWritten(documents);
    }

    @Property(tries = 500)
    void anyTextForExportedIsABooleanOrUndecided(@ForAll("texts") String text) {
        assertThat(documents(cart("cart").annotation("exported", text).build()))
                .isInstanceOfAny(Desired.class, NotExported.class, Undecided.class);
    }

    @Property(tries = 500)
    void anyCustomAttrsReadAsWritten(@ForAll("json") String attrs) {
        ServiceDocuments documents =
                documents(cart("cart").annotation("custom-attrs", "{\"x\":" + attrs + "}").build());

        assertThat(documents).isInstanceOf(Desired.class);
        assertReadsAsWritten(documents);
    }

    @Property(tries = 150)
    void theHashDoesNotDependOnTheOrderOfMembers(
            @ForAll("members") Map<String, String> members, @ForAll Random random) {
        List<String> shuffled = new ArrayList<>(members.keySet());
        Collections.shuffle(shuffled, random);

        KvEntry one = withAttrs(members, new ArrayList<>(members.keySet()));
        KvEntry other = withAttrs(members, shuffled);

        assertThat(one.document().hash()).isEqualTo(other.document().hash());
        assertThat(one.json()).isEqualTo(other.json());
    }

    @Property(tries = 300)
    void oneBadAnnotationNeverChangesAnotherServicesDocument(
            @ForAll("annotations") String annotation, @ForAll("texts") String text) {
        ServiceDocuments alone = documents(cart("album").build(), GATEWAY);
        Service bad = cart("cart").annotation(annotation, text).build();

        documents(bad, GATEWAY);

        assertThat(documents(cart("album").build(), GATEWAY, bad)).isEqualTo(alone);
    }

    @Property(tries = 1000)
    void anyBytesAreADocumentOrNone(@ForAll byte[] value) {
        assertThatCode(() -> DocumentReader.read(value)).doesNotThrowAnyException();
    }

    @Property(tries = 1000)
    void anyDamageToADocumentIsADocumentOrNone(
            @ForAll("positions") double position, @ForAll byte damage) {
        byte[] value =
                withAttrs(Map.of("a", "[1,{}]"), List.of("a"))
                        .json()
                        .getBytes(StandardCharsets.UTF_8);
        value[(int) (position * value.length)] = damage;

        assertThatCode(() -> DocumentReader.read(value)).doesNotThrowAnyException();
    }

    private static void assertReadsAsWritten(ServiceDocuments documents) {
        if (documents instanceof Desired desired) {
            assertThat(new HashSet<>(desired.entries())).hasSize(2);
            for (KvEntry entry : desired.entries()) {
                assertThat(DocumentReader.read(entry.json().getBytes(StandardCharsets.UTF_8)))
                        .contains(entry.document());
            }
        }
    }

    private static Services cart(String name) {
        return service("shop", name)
                .nodePort("http", 80, 30080)
                .nodePort(null, 81, 30081)
                .exported();
    }

    private static KvEntry withAttrs(Map<String, String> members, List<String> order) {
        String attrs =
                order.stream()
                        .map(name -> "\"" + name + "\":" + members.get(name))
                        .collect(Collectors.joining(",", "{", "}"));
        Service cart = cart("cart").annotation("custom-attrs", attrs).build();
        return ((Desired) documents(cart)).entries().get(0);
    }

    @Provide
    Arbitrary<Double> positions() {
        return Arbitraries.doubles().between(0, true, 1, false);
    }

    /** All but exported. */
    @Provide
    Arbitrary<String> annotations() {
        return Arbitraries.of(
                Services.ANNOTATIONS.stream().filter(name -> !name.equals("exported")).toList());
    }

    @Provide
    Arbitrary<Map<String, String>> manyAnnotations() {
        return Arbitraries.maps(annotations(), texts()).ofMaxSize(13);
    }

    /** Any sequence of UTF-16 units, lone surrogates and controls included, and likely values. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withCharRange('\0', '\uffff').ofMaxLength(20),
                Arbitraries.strings().ascii().ofMaxLength(10),
                Arbitraries.strings().withChars("0123456789+-.eE ").ofMaxLength(12),
                Arbitraries.strings().withChars("a./ -\u00a0\t").ofMaxLength(6),
                Arbitraries.strings().withChars("{}[]\":,1\\ue-").ofMaxLength(12),
                Arbitraries.of("true", "f", "tcp", "*", "https", "edge", "gateway", "null", "{}"),
                json());
    }

    @Provide
    Arbitrary<Map<String, String>> members() {
        return Arbitraries.maps(
                        Arbitraries.strings().alpha().withChars('ä', '日', '.').ofMaxLength(4),
                        json())
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> leaves =
                Arbitraries.oneOf(
                        Arbitraries.of("null", "true", "false", "-0", "1.0", "1e2", "1e-999999999"),
                        Arbitraries.doubles().map(String::valueOf),
                        Arbitraries.bigIntegers().map(String::valueOf),
                        quoted());
        return Arbitraries.recursive(() -> leaves, this::around, 0, 3);
    }

    private Arbitrary<String> around(Arbitrary<String> inner) {
        return Arbitraries.oneOf(
                inner.list().ofMaxSize(3).map(e -> "[" + String.join(",", e) + "]"),
                quoted().flatMap(name -> inner.map(value -> "{" + name + ":" + value + "}")));
    }

    private static Arbitrary<String> quoted() {
        return Arbitraries.strings()
                .withCharRange('\0', '\uffff')
                .ofMaxLength(5)
                .map(DocumentPropertyTest::escaped);
    }

    /** Every character as JSON's escape, lone surrogates included. */
    private static String escaped(String text) {
        return text.chars()
                .mapToObj("\\u%04x"::formatted)
                .collect(Collectors.joining("", "\"", "\""));
    }
}
