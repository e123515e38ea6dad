package io.kse.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where Consul is and how to be let in: KSE_CONSUL_* and the variables of Consul's Go client.
 *
 * @param prefix what every key of ours starts with, without slashes at its ends
 * @param datacenter where documents go; empty means the agent's own
 * @param token as of the start, from the token file if that holds one
 * @param tokenFile where the token may be another one at any time; empty means that it stays
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
        Optional<Path> tokenFile,
        Optional<Secret> auth,
        Optional<TlsSettings> tls,
        Optional<String> namespace) {}
