package io.kse.registration;

import io.kse.document.KvKey;
import io.kse.service.ServiceName;

/**
 * What one exported port wants of the agent.
 *
 * @param key of its document in Consul KV
 * @param port its document's
 */
public record Wish(String id, ServiceName owner, KvKey key, int port) {}
