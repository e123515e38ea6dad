package io.kse.plan;

import io.kse.document.Document;
import io.kse.document.KeySpace;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.service.ClusterId;
import io.kse.service.ContentHash;
import io.kse.service.ExportedService;
import io.kse.service.ServiceName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says which Service a stored document was made of. Its hash covers namespace, name, port name and
 * id prefix, which the document itself does not hold; whoever fits the hash has made it. Never
 * guesses: where the key does not tell enough, there is no answer.
 */
public final class OwnerProof {
    private final KeySpace keys;
    private final Map<String, ServiceName> byHash = new HashMap<>();
    private final Map<String, Set<String>> known = new HashMap<>();

    /**
     * A proof that can name the owners of {@code wanted}, and {@code others}.
     *
     * @param owners of the wanted entries; keys without an entry do not matter
     * @param wanted what Consul should hold
     */
    public OwnerProof(
            KeySpace keys,
            Map<KvKey, ServiceName> owners,
            Map<KvKey, KvEntry> wanted,
            Collection<ServiceName> others) {
        this.keys = keys;
        wanted.forEach((key, entry) -> byHash.put(entry.document().hash(), owners.get(key)));
        byHash.values().forEach(this::know);
        others.forEach(this::know);
    }

    private void know(ServiceName service) {
        known.computeIfAbsent(service.namespace(), namespace -> new HashSet<>())
                .add(service.name());
    }

    /**
     * The Service that {@code stored}, found at {@code key}, was made of. Empty if that is none of
     * those that this proof can name, or cannot be proven.
     */
    public Optional<ServiceName> owner(KvKey key, Document stored) {
        ServiceName same = byHash.get(stored.hash());
        if (same != null) {
            return Optional.of(same);
        }
        List<String> parts = IdParts.of(keys.serviceId(key));
        List<ServiceName> candidates = candidates(parts);
        return candidates.isEmpty()
                ? Optional.empty()
                : first(candidates, keys.clusterId(), stored, parts);
    }

    private List<ServiceName> candidates(List<String> parts) {
        return parts.stream()
                .filter(known::containsKey)
                .flatMap(
                        namespace ->
                                parts.stream()
                                        .filter(known.get(namespace)::contains)
                                        .map(name -> new ServiceName(namespace, name)))
                .toList();
    }

    /** True if {@code stored}, found at {@code key}, was provably made of {@code service}. */
    public static boolean isBy(KeySpace keys, ServiceName service, KvKey key, Document stored) {
        List<String> parts = IdParts.of(keys.serviceId(key));
        return first(List.of(service), keys.clusterId(), stored, parts).isPresent();
    }

    /**
     * True if both were provably made of the same Service, port name and id prefix, whatever else
     * differs: what those add to the hash is the same.
     */
    public static boolean isSamePort(KeySpace keys, Document one, Document other) {
        return ContentHash.isHash(one.hash())
                && ContentHash.isHash(other.hash())
                && names(one, keys.clusterId()) == names(other, keys.clusterId());
    }

    /** What the Service's names and its id prefix add to the hash. */
    private static long names(Document document, ClusterId id) {
        return Long.parseUnsignedLong(document.hash(), 16) ^ nameless(document, id);
    }

    private static Optional<ServiceName> first(
            List<ServiceName> candidates, ClusterId id, Document stored, List<String> parts) {
        if (!ContentHash.isHash(stored.hash())) {
            return Optional.empty();
        }
        long rest = names(stored, id);
        Set<Long> portNames = new HashSet<>();
        parts.forEach(part -> portNames.add(ContentHash.part("PortName", part)));
        return candidates.stream()
                .filter(service -> fits(rest ^ name(service), portNames, parts))
                .findFirst();
    }

    private static boolean fits(long rest, Set<Long> portNames, List<String> parts) {
        return portNames.contains(rest ^ ContentHash.part("IdPrefix", ""))
                || parts.stream()
                        .anyMatch(
                                prefix ->
                                        portNames.contains(
                                                rest ^ ContentHash.part("IdPrefix", prefix)));
    }

    private static long name(ServiceName service) {
        return ContentHash.part("Namespace", service.namespace())
                ^ ContentHash.part("Name", service.name());
    }

    /** What all but the Service's names and its id prefix add to the hash. */
    private static long nameless(Document stored, ClusterId id) {
        ServiceName nobody = new ServiceName("", "");
        return ContentHash.number(exported(stored, id, nobody))
                ^ name(nobody)
                ^ ContentHash.part("PortName", "")
                ^ ContentHash.part("IdPrefix", "");
    }

    private static ExportedService exported(Document stored, ClusterId id, ServiceName nobody) {
        return new ExportedService(
                id,
                nobody,
                "",
                stored.port(),
                stored.dnsName(),
                stored.servicePerCluster(),
                stored.healthCheckPath(),
                stored.healthCheckPort(),
                stored.backendProtocol(),
                stored.proxyProtocol(),
                stored.loadBalancerClass(),
                stored.loadBalancerListenPort(),
                stored.ingressSni(),
                stored.customAttrs(),
                "");
    }
}
