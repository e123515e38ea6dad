package io.kse.consul;

import io.kse.config.ConsulSettings;
import io.kse.config.KnownSecrets;
import io.kse.config.Secret;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token to send to Consul now: as it was given, or as its file holds it at this moment.
 *
 * <p>Keeps the last one while the file holds none that can be sent, and says so once; never shows
 * what is in it.
 */
final class ConsulToken {
    private static final Logger LOG = LoggerFactory.getLogger(ConsulToken.class);

    private final Optional<Path> file;
    private Optional<String> last;
    private boolean isFromFile;
    private String trouble = "";

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
            take(path, checked(Files.readString(path).strip()));
        } catch (NoSuchFileException e) {
            keep(path, "does not exist");
        } catch (AccessDeniedException e) {
            keep(path, "must not be read by this process");
        } catch (CharacterCodingException e) {
            keep(path, "is not readable as text");
        } catch (IOException e) {
            keep(path, "cannot be read: " + OneLine.of(e.toString()));
        } catch (IllegalArgumentException e) {
            keep(path, e.getMessage());
        }
    }

    private static String checked(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("is empty");
        }
        if (!isSendable(text)) {
            throw new IllegalArgumentException("holds something else than one token");
        }
        return text;
    }

    private void take(Path path, String token) {
        KnownSecrets.addRenewed(token);
        if (!trouble.isEmpty()) {
            LOG.info("CONSUL_HTTP_TOKEN_FILE {} holds a token now, which is used", path);
        } else if (isFromFile && !last.equals(Optional.of(token))) {
            LOG.info("CONSUL_HTTP_TOKEN_FILE {} holds another token, which is used", path);
        }
        trouble = "";
        last = Optional.of(token);
        isFromFile = true;
    }

    /** At the start, that it holds none is said with the other settings. */
    private void keep(Path path, String why) {
        if (!trouble.equals(why) && isFromFile) {
            LOG.warn(
                    "CONSUL_HTTP_TOKEN_FILE {} {}: the last token is used until it holds one",
                    path,
                    why);
        }
        trouble = why;
    }

    /** The HTTP client would show the token in the message of its own exception. */
    private static String sendable(Secret token) {
        String text = token.reveal();
        KnownSecrets.add(text);
        if (!isSendable(text)) {
            throw new IllegalArgumentException(
                    "the token for Consul holds characters other than visible ASCII ones");
        }
        return text;
    }

    private static boolean isSendable(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
