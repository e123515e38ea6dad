package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.config.ConsulSettings;
import io.kse.config.KnownSecrets;
import io.kse.testbed.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsulTokenTest {
    private final LogLines log = new LogLines(ConsulToken.class);
    @TempDir private Path folder;

    @AfterEach
    void stopListening() {
        log.close();
    }

    private Path file() {
        return folder.resolve("token");
    }

    private ConsulToken token(String first) throws IOException {
        Files.writeString(file(), first);
        ConsulSettings given = Settings.token(Settings.plain(8500), "given-token");
        return new ConsulToken(Settings.tokenFile(given, file()));
    }

    @Test
    void isWhatTheFileHoldsNow() throws IOException {
        ConsulToken token = token("first-token\n");
        assertThat(token.current()).contains("first-token");
        assertThat(log.lines()).isEmpty();

        Files.writeString(file(), " second-token\n");

        assertThat(token.current()).contains("second-token");
        assertThat(token.current()).contains("second-token");
        assertThat(log.lines())
                .containsExactly(
                        "INFO CONSUL_HTTP_TOKEN_FILE "
                                + file()
                                + " holds another token, which is used");
        assertThat(KnownSecrets.masked("with second-token")).isEqualTo("with (secret)");
    }

    @Test
    void isTheLastOneWhileTheFileHoldsNone() throws IOException {
        ConsulToken token = token("first-token");

        Files.writeString(file(), "\n");
        assertThat(token.current()).contains("first-token");
        assertThat(token.current()).contains("first-token");
        Files.writeString(file(), "two tok\u00e9ns");
        assertThat(token.current()).contains("first-token");
        Files.delete(file());
        assertThat(token.current()).contains("first-token");
        Files.writeString(file(), "first-token");
        assertThat(token.current()).contains("first-token");

        String name = "CONSUL_HTTP_TOKEN_FILE " + file();
        String kept = ": the last token is used until it holds one";
        assertThat(log.lines())
                .containsExactly(
                        "WARN " + name + " is empty" + kept,
                        "WARN "
                                + name
                                + " holds something else than visible ASCII characters without spaces"
                                + kept,
                        "WARN " + name + " does not exist" + kept,
                        "INFO " + name + " holds a token now, which is used");
    }

    @Test
    void isTheGivenOneUntilTheFileHoldsOne() throws IOException {
        ConsulToken token = token("");
        assertThat(token.current()).contains("given-token");

        Files.writeString(file(), "first-token");

        assertThat(token.current()).contains("first-token");
        assertThat(log.lines()).singleElement().asString().startsWith("INFO");
    }

    /** Kubernetes renews a mounted Secret by another folder behind a link. */
    @Test
    void followsALinkThatIsExchanged() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "first-token");
        Path two = Files.writeString(folder.resolve("two"), "second-token");
        Path link = Files.createSymbolicLink(folder.resolve("link"), one);
        ConsulToken token = new ConsulToken(Settings.tokenFile(Settings.plain(8500), link));
        assertThat(token.current()).contains("first-token");

        Path next = Files.createSymbolicLink(folder.resolve("next"), two);
        Files.move(next, link, java.nio.file.StandardCopyOption.ATOMIC_MOVE);

        assertThat(token.current()).contains("second-token");
    }
}
