package io.kse.consul;

import io.kse.config.ConsulSettings;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What lets us in to Consul, as of now: the token and the certificates. All clients of the same
 * settings share one, so that what is said of a file is said once.
 */
final class LiveAccess {
    private static final Map<ConsulSettings, LiveAccess> ALL =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final ConsulToken token;
    private final Optional<String> namespace;
    private final Optional<ConsulTls> tls;

    /** Must not hold the settings themselves, or they would be kept for ever. */
    private LiveAccess(ConsulSettings settings) {
        this.token = new ConsulToken(settings);
        this.namespace = settings.namespace();
        this.tls = settings.tls().map(ConsulTls::of);
    }

    /**
     * @throws UnusableCertificate if a file for TLS cannot be used
     * @throws IllegalArgumentException if the token cannot be sent
     */
    static LiveAccess of(ConsulSettings settings) {
        return ALL.computeIfAbsent(settings, LiveAccess::new);
    }

    /** Empty means plain HTTP. */
    Optional<ConsulTls> tls() {
        return tls;
    }

    /** Those of the next request, before which files are looked at. */
    Map<String, String> current() {
        tls.ifPresent(ConsulTls::look);
        Map<String, String> headers = new HashMap<>();
        token.current().ifPresent(text -> headers.put("X-Consul-Token", text));
        namespace.ifPresent(name -> headers.put("X-Consul-Namespace", name));
        return headers;
    }

    /**
     * A view for the Consul client, which takes a map and asks it for its entries with each
     * request.
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
