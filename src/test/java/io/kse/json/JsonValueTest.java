package io.kse.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":[1.0]} | {\"b\":[1],\"a\":1e0}",
                "[] | [ ]",
                "[[{}],null] | [[{}],null]",
                "\"\\u00e4\" | \"ä\""
            })
    void equalsWhatMeansTheSame(String one, String other) throws MalformedJson {
        assertThat(JsonReader.read(one)).isEqualTo(JsonReader.read(other));
        assertThat(JsonReader.read(one)).hasSameHashCodeAs(JsonReader.read(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1} | {\"a\":2}",
                "{\"a\":1} | {\"b\":1}",
                "{\"a\":1} | {\"a\":1,\"b\":1}",
                "{\"a\":1,\"b\":1} | {\"a\":1}",
                "{\"a\":null} | {}",
                "[1,2] | [2,1]",
                "[1] | [1,1]",
                "[] | {}",
                "\"1\" | 1",
                "true | false",
                "null | false"
            })
    void differsFromWhatMeansSomethingElse(String one, String other) throws MalformedJson {
        assertThat(JsonReader.read(one)).isNotEqualTo(JsonReader.read(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[,]", "{\"a\":,}"})
    void comparesAThousandLevels(String brackets) throws MalformedJson {
        String[] ends = brackets.split(",");
        String inner = ends[1].equals("}") ? "0" : "";
        String text = ends[0].repeat(1000) + inner + ends[1].repeat(1000);

        assertThat(JsonReader.read(text).equals(JsonReader.read(text))).isTrue();
        assertThat(JsonReader.read(text)).hasSameHashCodeAs(JsonReader.read(text));
    }

    @Test
    void emptyIsAnObjectWithoutMembers() throws MalformedJson {
        assertThat(JsonReader.read("{}")).isEqualTo(JsonValue.JsonObject.EMPTY);
    }
}
