package io.kse.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * TLS towards Consul, as the Go client's variables say it.
 *
 * @param authorities PEM files to trust; empty means those of the Java runtime
 * @param clientCertificate PEM file; present if and only if {@code clientKey} is
 * @param serverName the name that the server's certificate must carry instead of the host's
 * @param verified false only if CONSUL_HTTP_SSL_VERIFY is a false boolean: then any certificate
 *     will do
 */
public record TlsSettings(
        List<Path> authorities,
        Optional<Path> clientCertificate,
        Optional<Path> clientKey,
        Optional<String> serverName,
        boolean verified) {}
