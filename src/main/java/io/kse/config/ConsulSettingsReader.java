package io.kse.config;

import static io.kse.config.Setting.CONSUL_CACERT;
import static io.kse.config.Setting.CONSUL_CAPATH;
import static io.kse.config.Setting.CONSUL_CLIENT_CERT;
import static io.kse.config.Setting.CONSUL_CLIENT_KEY;
import static io.kse.config.Setting.CONSUL_HTTP_AUTH;
import static io.kse.config.Setting.CONSUL_HTTP_SSL;
import static io.kse.config.Setting.CONSUL_HTTP_SSL_VERIFY;
import static io.kse.config.Setting.CONSUL_HTTP_TOKEN;
import static io.kse.config.Setting.CONSUL_HTTP_TOKEN_FILE;
import static io.kse.config.Setting.CONSUL_NAMESPACE;
import static io.kse.config.Setting.CONSUL_TLS_SERVER_NAME;
import static io.kse.config.Setting.KSE_CONSUL_DATACENTER;
import static io.kse.config.Setting.KSE_CONSUL_HOST;
import static io.kse.config.Setting.KSE_CONSUL_KV_PREFIX;
import static io.kse.config.Setting.KSE_CONSUL_PORT;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the settings towards Consul, with the precedence of its Go client (api.NewClient). */
final class ConsulSettingsReader {
    private final SettingsReader reader;

    ConsulSettingsReader(SettingsReader reader) {
        this.reader = reader;
    }

    ConsulSettings read() {
        return new ConsulSettings(
                reader.value(KSE_CONSUL_HOST, Hosts::parse),
                reader.value(KSE_CONSUL_PORT, Values.port()),
                prefix(),
                reader.given(KSE_CONSUL_DATACENTER, Values::plainName),
                token(),
                reader.given(CONSUL_HTTP_TOKEN_FILE, GivenFiles::file),
                reader.given(CONSUL_HTTP_AUTH, Values::auth),
                tls(),
                reader.given(CONSUL_NAMESPACE, Values::plainName));
    }

    private String prefix() {
        boolean otherNameOnly = reader.text(KSE_CONSUL_KV_PREFIX).isEmpty();
        if (otherNameOnly && reader.text("KSE_KV_PREFIX").isPresent()) {
            reader.warning(
                    "KSE_KV_PREFIX is not read; what counts is KSE_CONSUL_KV_PREFIX, now "
                            + KSE_CONSUL_KV_PREFIX.byDefault());
        }
        return reader.value(KSE_CONSUL_KV_PREFIX, Values::prefix);
    }

    private Optional<Secret> token() {
        Optional<Secret> given = reader.given(CONSUL_HTTP_TOKEN, Values::token);
        Optional<Secret> fromFile =
                reader.given(CONSUL_HTTP_TOKEN_FILE, ConsulSettingsReader::tokenIn)
                        .filter(this::isThere);
        return fromFile.or(() -> given);
    }

    private boolean isThere(Secret fromFile) {
        boolean empty = fromFile.reveal().isEmpty();
        if (empty) {
            reader.warning(
                    CONSUL_HTTP_TOKEN_FILE
                            + " names an empty file: not used until it holds a token");
        }
        return !empty;
    }

    private static Secret tokenIn(String file) {
        return Values.token(GivenFiles.content(file));
    }

    private Optional<TlsSettings> tls() {
        boolean enabled = reader.value(CONSUL_HTTP_SSL, Values::bool);
        TlsSettings settings =
                new TlsSettings(
                        authorities(),
                        clientFile(CONSUL_CLIENT_CERT, CONSUL_CLIENT_KEY),
                        clientFile(CONSUL_CLIENT_KEY, CONSUL_CLIENT_CERT),
                        reader.given(CONSUL_TLS_SERVER_NAME, Hosts::parse),
                        reader.value(CONSUL_HTTP_SSL_VERIFY, Values::bool));
        if (!enabled) {
            warnOfSettingsWithoutEffect();
        }
        return enabled ? Optional.of(settings) : Optional.empty();
    }

    private List<Path> authorities() {
        Optional<List<Path>> file = reader.given(CONSUL_CACERT, GivenFiles::file).map(List::of);
        Optional<List<Path>> directory = reader.given(CONSUL_CAPATH, GivenFiles::filesBelow);
        return file.or(() -> directory).orElse(List.of());
    }

    private Optional<Path> clientFile(Setting setting, Setting partner) {
        if (reader.text(setting).isEmpty() && reader.text(partner).isPresent()) {
            reader.problem(setting, "not set, but " + partner + " is");
        }
        return reader.given(setting, GivenFiles::file);
    }

    private void warnOfSettingsWithoutEffect() {
        Stream.of(
                        CONSUL_CACERT,
                        CONSUL_CAPATH,
                        CONSUL_CLIENT_CERT,
                        CONSUL_CLIENT_KEY,
                        CONSUL_TLS_SERVER_NAME,
                        CONSUL_HTTP_SSL_VERIFY)
                .filter(setting -> reader.text(setting).isPresent())
                .map(setting -> setting + " has no effect: CONSUL_HTTP_SSL is not true")
                .forEach(reader::warning);
    }
}
