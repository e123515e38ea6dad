package io.kse.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IndentedJsonTest {
    @Test
    void givesEachMemberALine() {
        assertThat(IndentedJson.of("{\"a\":1e400,\"b\":[true,{}],\"c\":{\"d\":[]}}"))
                .isEqualTo(
                        """
                        {
                          "a": 1e400,
                          "b": [
                            true,
                            {}
                          ],
                          "c": {
                            "d": []
                          }
                        }""");
    }

    @Test
    void leavesTextsAsTheyAre() {
        assertThat(IndentedJson.of("{\"a\":\"{\\\"x\\\":[1,2]}\\\\\"}"))
                .isEqualTo("{\n  \"a\": \"{\\\"x\\\":[1,2]}\\\\\"\n}");
    }

    @Test
    void takesWhatIsNoJsonToo() {
        assertThat(IndentedJson.of("]}x,")).isNotEmpty();
        assertThat(IndentedJson.of("")).isEmpty();
    }
}
