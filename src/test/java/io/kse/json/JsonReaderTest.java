package io.kse.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kse.json.JsonValue.JsonArray;
import io.kse.json.JsonValue.JsonBoolean;
import io.kse.json.JsonValue.JsonNull;
import io.kse.json.JsonValue.JsonObject;
import io.kse.json.JsonValue.JsonString;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    private static final int MEGABYTE = 1_000_000;

    @Test
    void readsEveryKindOfValue() throws MalformedJson {
        assertThat(object(" {\"a\": [1, \"x\", true, null, {}]} ").members())
                .containsEntry(
                        "a",
                        new JsonArray(
                                List.of(
                                        new JsonNumber("1"),
                                        new JsonString("x"),
                                        new JsonBoolean(true),
                                        JsonNull.NULL,
                                        JsonObject.EMPTY)));
    }

    @Test
    void keepsNumbersAsWritten() throws MalformedJson {
        assertThat(JsonReader.read("1.50e+02"))
                .isInstanceOfSatisfying(
                        JsonNumber.class,
                        number -> assertThat(number.text()).isEqualTo("1.50e+02"));
    }

    @Test
    void sortsMembers() throws MalformedJson {
        assertThat(object("{\"b\":1,\"a\":2,\"B\":3}").members().keySet())
                .containsExactly("B", "a", "b");
    }

    @Test
    void takesTheLastOfDuplicates() throws MalformedJson {
        assertThat(object("{\"a\":{\"x\":1},\"a\":{\"y\":2},\"b\":0,\"b\":null}"))
                .isEqualTo(object("{\"a\":{\"y\":2},\"b\":null}"));
    }

    @Test
    void replacesLoneSurrogates() throws MalformedJson {
        assertThat(object("{\"a\\ud800\":\"\\udc00b\"}"))
                .isEqualTo(object("{\"a\\ufffd\":\"\\ufffdb\"}"));
        assertThat(JsonReader.read("\"\\ud83d\\ude00\"")).isEqualTo(new JsonString("😀"));
    }

    @Test
    void countsNamesAsDuplicatesThatDifferInLoneSurrogatesOnly() throws MalformedJson {
        assertThat(object("{\"\\ud800\":1,\"\\ud801\":2}")).isEqualTo(object("{\"\\ufffd\":2}"));
    }

    @Test
    void readsAThousandLevels() throws MalformedJson {
        assertThat(JsonReader.read(arrays(1000))).isInstanceOf(JsonArray.class);
        assertThat(JsonReader.read(objects(1000))).isInstanceOf(JsonObject.class);
        assertThat(JsonReader.readDocument(objects(1001))).isInstanceOf(JsonObject.class);
    }

    @Test
    void refusesMoreThanAThousandLevels() {
        assertThatMalformed(arrays(1001)).withMessageContaining("1000 levels");
        assertThatMalformed(objects(1001)).withMessageContaining("1000 levels");
        assertThatExceptionOfType(MalformedJson.class)
                .isThrownBy(() -> JsonReader.readDocument(objects(1002)));
    }

    @Test
    void refusesAMegabyteOfBrackets() {
        assertThatMalformed("[".repeat(MEGABYTE)).withMessageContaining("1000 levels");
        assertThatMalformed("{\"a\":".repeat(MEGABYTE / 5)).withMessageContaining("1000 levels");
    }

    @Test
    void readsManyNamesWithOneHash() throws MalformedJson {
        String members =
                IntStream.range(0, 4096)
                        .mapToObj(JsonReaderTest::collidingName)
                        .map(name -> "\"" + name + "\":1")
                        .collect(Collectors.joining(",", "{", "}"));

        assertThat(object(members).members()).hasSize(4096);
    }

    /** Names whose characters add up to the same in a hash that multiplies by 33. */
    private static String collidingName(int number) {
        return IntStream.range(0, 12)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "ab" : "bA")
                .collect(Collectors.joining());
    }

    @Test
    void readsTextsNamesAndNumbersOfAnyLength() throws MalformedJson {
        String name = "n".repeat(MEGABYTE);
        String number = "0." + "1".repeat(MEGABYTE);

        JsonObject read = object("{\"" + name + "\":[\"" + name + "\"," + number + "]}");

        assertThat(read.members().get(name))
                .isEqualTo(new JsonArray(List.of(new JsonString(name), new JsonNumber(number))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "{}x", "1 2", "null,", "{}]", "[]\u0000"})
    void refusesTextAfterTheValue(String text) {
        assertThatMalformed(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\"}",
                "\"\n\"",
                "\"\\x\"",
                "NaN",
                "Infinity",
                "+1",
                "01",
                ".5",
                "1.",
                "// comment\n1",
                "nul",
                "TRUE",
                "\uFEFF{}"
            })
    void refusesWhatIsNoJson(String text) {
        assertThatMalformed(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "[-1e309]", "{\"a\":1e400}"})
    void refusesNumbersThatAreNoFiniteDouble(String text) {
        assertThatMalformed(text).withMessageContaining("no finite double");
    }

    private static ThrowableAssertAlternative<MalformedJson> assertThatMalformed(String text) {
        return assertThatExceptionOfType(MalformedJson.class)
                .isThrownBy(() -> JsonReader.read(text));
    }

    private static JsonObject object(String text) throws MalformedJson {
        return (JsonObject) JsonReader.read(text);
    }

    private static String arrays(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static String objects(int levels) {
        return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }
}
