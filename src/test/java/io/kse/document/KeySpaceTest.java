package io.kse.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kse.service.ClusterId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySpaceTest {
    @Test
    void putsTheServiceIdBetweenPrefixAndCluster() {
        KeySpace keys = new KeySpace("a/b", new ClusterId("prod"));

        assertThat(keys.key("x/y")).hasToString("a/b/services/x/y/clusters/prod");
    }

    @Test
    void tellsOurKeysFromThoseOfOtherClusters() {
        KeySpace keys = new KeySpace("kse", new ClusterId("prod"));

        assertThat(keys.isOurs("kse/services/a/clusters/prod")).isTrue();
        assertThat(keys.isOurs("kse/services/a/b/clusters/prod")).isTrue();
        assertThat(keys.isOurs("kse/services/a/clusters/prod2")).isFalse();
        assertThat(keys.isOurs("kse/services/a/clusters/prod/")).isFalse();
        assertThat(keys.isOurs("kse/services/a/clusters/a-prod")).isFalse();
        assertThat(keys.isOurs("kse/services/clusters/prod")).isFalse();
        assertThat(keys.isOurs("kse/services//clusters/prod")).isFalse();
        assertThat(keys.isOurs("kse2/services/a/clusters/prod")).isFalse();
        assertThat(keys.isOurs("kse/nodes/prod")).isFalse();
    }

    @Test
    void knowsTheServiceIdOfAKey() {
        KeySpace keys = new KeySpace("a/b", new ClusterId("prod"));

        assertThat(keys.serviceId(keys.key("x/y"))).isEqualTo("x/y");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys.serviceId(keys.leader()))
                .withMessage("no document of prod: a/b/leadership/prod-leader");
    }

    @Test
    void hasTheOriginalsLockAndFewKeysBesideIt() {
        KeySpace keys = new KeySpace("kse", new ClusterId("prod"));

        assertThat(keys.leader()).hasToString("kse/leadership/prod-leader");
        assertThat(keys.fence()).hasToString("kse/leadership/prod-fence");
        assertThat(keys.nodes()).hasToString("kse/nodes/prod");
        assertThat(keys.drain()).hasToString("kse/drain/prod");
        assertThat(keys.heartbeat()).hasToString("kse/heartbeat/prod");
        assertThat(keys.brake()).hasToString("kse/brake/prod");
        assertThat(keys.brakeRelease()).hasToString("kse/brake/prod/release");
    }

    @Test
    void publishesDocumentsAndTheListOfNodesOnly() {
        KeySpace keys = new KeySpace("kse", new ClusterId("prod"));

        assertThat(keys.isPublished(keys.key("a"))).isTrue();
        assertThat(keys.isPublished(keys.nodes())).isTrue();
        assertThat(keys.isPublished(keys.brake())).isFalse();
        assertThat(keys.isPublished(new KvKey("kse/nodes/other"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a/b", "...", ".a", "cluster", "clusters-a", "a b", "ä", "{a}", "%2e"})
    void takesServiceIds(String id) {
        assertThat(KeySpace.problem(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/.",
                "a/../b",
                "clusters",
                "a/clusters/b",
                "clusters/a"
            })
    void refusesSegmentsThatConsulOrReadersMistake(String id) {
        assertThat(KeySpace.problem(id)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\u0000", "a\tb", "a\nb", "a\u001fb", "a\u007fb", "a\u0085b", "a\u009fb"})
    void refusesControlCharacters(String id) {
        assertThat(KeySpace.problem(id)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", " a", "a ", "a/ b", "a /b", "\u00a0a", "a\u00a0", "a\u3000", "\u2003a"})
    void refusesOuterSpacesOfEverySegment(String id) {
        assertThat(KeySpace.problem(id)).isPresent();
    }

    @Test
    void saysWhichServiceIdAndWhatIsAccepted() {
        assertThat(KeySpace.problem("a/..\n"))
                .hasValueSatisfying(
                        problem ->
                                assertThat(problem)
                                        .contains("\"a/..\\n\"", "accepted are segments")
                                        .doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a"})
    void refusesKeysThatConsulCannotHold(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> new KvKey(path));
    }

    @Test
    void countsKeysInUtf8() {
        assertThat(new KvKey("aä日").size()).isEqualTo(6);
    }
}
