package io.kse.consul;

import io.kse.config.ConsulSettings;
import java.time.InstantSource;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What lets us in to Consul, as of now: the token, the namespace and the certificates. All clients
 * of one {@link ConsulClients} share it, so that what is said of a file is said once.
 */
final class ConsulCredentials {
    private final ConsulToken token;
    private final Optional<String> namespace;
    private final Optional<ConsulTls> tls;
    private final Optional<CertificateRenewal> renewal;

    /**
     * @param nanoTime as {@link System#nanoTime()}
     * @throws UnusableCertificate if a file for TLS cannot be used
     * @throws IllegalArgumentException if the token cannot be sent
     */
    ConsulCredentials(ConsulSettings settings, LongSupplier nanoTime, InstantSource clock) {
        this.token = new ConsulToken(settings);
        this.namespace = settings.namespace();
        this.tls = settings.tls().map(ConsulTls::new);
        this.renewal =
                tls.map(
                        used ->
                                new CertificateRenewal(
                                        used, settings.tls().orElseThrow(), nanoTime, clock));
    }

    /** Empty means plain HTTP. */
    Optional<ConsulTls> tls() {
        return tls;
    }

    /** Those of the next request, before which files are looked at. */
    Map<String, String> current() {
        renewal.ifPresent(CertificateRenewal::look);
        Map<String, String> headers = new HashMap<>();
        token.current().ifPresent(text -> headers.put("X-Consul-Token", text));
        namespace.ifPresent(name -> headers.put("X-Consul-Namespace", name));
        return headers;
    }

    /**
     * The same for the Consul client, whose builder (1.9.0) takes a map and no plain interceptor:
     * it asks this one for its entries with each request, and that is when files are looked at.
     */
    Map<String, String> headers() {
        return new AbstractMap<>() {
            @Override
            public Set<Entry<String, String>> entrySet() {
                return current().entrySet();
            }
        };
    }
}
