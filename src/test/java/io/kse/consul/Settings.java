package io.kse.consul;

import io.kse.config.ConsulSettings;
import io.kse.config.Secret;
import io.kse.config.TlsSettings;
import java.nio.file.Path;
import java.util.Optional;

/** ConsulSettings for tests, plain or with one thing changed. */
final class Settings {
    private Settings() {}

    /** An agent on loopback; our prefix is "kse". */
    static ConsulSettings plain(int port) {
        return new ConsulSettings(
                "127.0.0.1",
                port,
                "kse",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ConsulSettings at(String host, ConsulSettings s) {
        return new ConsulSettings(
                host,
                s.port(),
                s.prefix(),
                s.datacenter(),
                s.token(),
                s.tokenFile(),
                s.auth(),
                s.tls(),
                s.namespace());
    }

    static ConsulSettings prefix(ConsulSettings s, String prefix) {
        return new ConsulSettings(
                s.host(),
                s.port(),
                prefix,
                s.datacenter(),
                s.token(),
                s.tokenFile(),
                s.auth(),
                s.tls(),
                s.namespace());
    }

    static ConsulSettings datacenter(ConsulSettings s, String datacenter) {
        return new ConsulSettings(
                s.host(),
                s.port(),
                s.prefix(),
                Optional.of(datacenter),
                s.token(),
                s.tokenFile(),
                s.auth(),
                s.tls(),
                s.namespace());
    }

    static ConsulSettings token(ConsulSettings s, String token) {
        return new ConsulSettings(
                s.host(),
                s.port(),
                s.prefix(),
                s.datacenter(),
                Optional.of(new Secret(token)),
                Optional.empty(),
                s.auth(),
                s.tls(),
                s.namespace());
    }

    static ConsulSettings tokenFile(ConsulSettings s, Path file) {
        return new ConsulSettings(
                s.host(),
                s.port(),
                s.prefix(),
                s.datacenter(),
                s.token(),
                Optional.of(file),
                s.auth(),
                s.tls(),
                s.namespace());
    }

    static ConsulSettings auth(ConsulSettings s, String auth) {
        return new ConsulSettings(
                s.host(),
                s.port(),
                s.prefix(),
                s.datacenter(),
                s.token(),
                s.tokenFile(),
                Optional.of(new Secret(auth)),
                s.tls(),
                s.namespace());
    }

    static ConsulSettings tls(ConsulSettings s, TlsSettings tls) {
        return new ConsulSettings(
                s.host(),
                s.port(),
                s.prefix(),
                s.datacenter(),
                s.token(),
                s.tokenFile(),
                s.auth(),
                Optional.of(tls),
                s.namespace());
    }

    static ConsulSettings namespace(ConsulSettings s, String namespace) {
        return new ConsulSettings(
                s.host(),
                s.port(),
                s.prefix(),
                s.datacenter(),
                s.token(),
                s.tokenFile(),
                s.auth(),
                s.tls(),
                Optional.of(namespace));
    }
}
