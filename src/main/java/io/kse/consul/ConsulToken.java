package io.kse.consul;

import io.kse.config.ConsulSettings;
import io.kse.config.KnownSecrets;
import io.kse.config.Secret;
import io.kse.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token to send to Consul now: as it was given, or as its file holds it at this moment.
 *
 * <p>Keeps the last one while the file holds none that can be sent, and says so once; never shows
 * what is in it.
 *
 * <p>Package kubernetes has a reader of its own, TokenFile: that file is written by the kubelet and
 * not by people, so that nothing in it is checked or told, and there is no other token besides.
 */
final class ConsulToken {
    private static final Logger LOG = LoggerFactory.getLogger(ConsulToken.class);

    private static final String ACCEPTED = "visible ASCII characters without spaces";

    private final Optional<Path> file;
    private final Trouble trouble = new Trouble();
    private Optional<String> last;
    private boolean isFromFile;

    /**
     * @throws IllegalArgumentException if the token cannot be sent
     */
    ConsulToken(ConsulSettings settings) {
        this.file = settings.tokenFile();
        this.last = settings.token().map(ConsulToken::sendable);
        current();
    }

    /** Reads the file anew, which costs far less than the request that the token is for. */
    synchronized Optional<String> current() {
        file.ifPresent(this::read);
        return last;
    }

    private void read(Path path) {
        try {
            String text = Files.readString(path).strip();
            whyNoToken(text).ifPresentOrElse(why -> keep(path, why), () -> take(path, text));
        } catch (IOException e) {
            keep(path, Unreadable.why(e));
        }
    }

    /** Empty means that it can be sent. */
    private static Optional<String> whyNoToken(String text) {
        if (text.isEmpty()) {
            return Optional.of("is empty");
        }
        return isSendable(text)
                ? Optional.empty()
                : Optional.of("holds something else than " + ACCEPTED);
    }

    private void take(Path path, String token) {
        KnownSecrets.addRenewed(token);
        if (trouble.isOver()) {
            LOG.info("CONSUL_HTTP_TOKEN_FILE {} holds a token now, which is used", path);
        } else if (isFromFile && !last.equals(Optional.of(token))) {
            LOG.info("CONSUL_HTTP_TOKEN_FILE {} holds another token, which is used", path);
        }
        last = Optional.of(token);
        isFromFile = true;
    }

    /** At the start, that it holds none is said with the other settings. */
    private void keep(Path path, String why) {
        if (trouble.isNews(why) && isFromFile) {
            LOG.warn(
                    "CONSUL_HTTP_TOKEN_FILE {} {}: the last token is used until it holds one",
                    path,
                    why);
        }
    }

    /** The HTTP client would show the token in the message of its own exception. */
    private static String sendable(Secret token) {
        String text = token.reveal();
        KnownSecrets.add(text);
        if (!isSendable(text)) {
            throw new IllegalArgumentException(
                    Setting.CONSUL_HTTP_TOKEN + ": not shown; accepted are " + ACCEPTED);
        }
        return text;
    }

    private static boolean isSendable(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
