package io.kse.kubernetes;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.kse.config.KnownSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token that a file holds now: Kubernetes renews it there within the hour. Keeps the last one
 * while the file cannot be read.
 *
 * <p>Package consul has a reader of its own, ConsulToken: people write that file, so that it is
 * checked and told about, and there may be another token besides. Neither package knows the other.
 */
final class TokenFile implements OAuthTokenProvider {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    private final Path file;
    private volatile String last = "";

    TokenFile(Path file) {
        this.file = file;
    }

    /** Throws nothing: an exception here would end a watch for ever. */
    @Override
    public String getToken() {
        try {
            last = Files.readString(file).strip();
            KnownSecrets.addRenewed(last);
        } catch (IOException e) {
            LOG.debug("{} cannot be read, its last token is used", file, e);
        }
        return last;
    }
}
