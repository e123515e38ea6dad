package io.kse.config;

import java.util.Optional;

/**
 * Where Consul is and how to be let in: KSE_CONSUL_* and the variables of Consul's Go client.
 *
 * @param prefix what every key of ours starts with, without slashes at its ends
 * @param datacenter where documents go; empty means the agent's own
 * @param token already read from the token file if only that was given
 * @param auth {@code user:password} or {@code user}, for HTTP basic authentication
 * @param tls empty means plain HTTP
 * @param namespace a namespace of Consul Enterprise; empty means that none is sent
 */
public record ConsulSettings(
        String host,
        int port,
        String prefix,
        Optional<String> datacenter,
        Optional<Secret> token,
        Optional<Secret> auth,
        Optional<TlsSettings> tls,
        Optional<String> namespace) {}
