package io.kse.plan;

import io.kse.document.DocumentReader;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.Snapshot.Stored;
import io.kse.service.ServiceName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells the refused Services that have made what we have never known them to want: another replica
 * that led has seen them so, most likely after all that we have seen. Goes by proof only.
 */
final class UnseenVersions {
    private final KeySpace keys;
    private final Wanted wanted;
    private final Set<ServiceName> refused;
    private final OwnerProof proof;

    private UnseenVersions(KeySpace keys, Wanted wanted) {
        this.keys = keys;
        this.wanted = wanted;
        this.refused =
                wanted.owners().values().stream()
                        .filter(wanted.refused()::contains)
                        .collect(Collectors.toSet());
        this.proof = new OwnerProof(keys, Map.of(), Map.of(), refused);
    }

    /** Those of the owners in {@code wanted} that {@code snapshot} tells of. */
    static Set<ServiceName> owners(KeySpace keys, Wanted wanted, Snapshot snapshot) {
        UnseenVersions unseen = new UnseenVersions(keys, wanted);
        return unseen.refused.isEmpty() ? Set.of() : unseen.owners(snapshot);
    }

    private Set<ServiceName> owners(Snapshot snapshot) {
        Set<ServiceName> owners = new HashSet<>();
        snapshot.stored().forEach((key, stored) -> owner(key, stored).ifPresent(owners::add));
        return owners;
    }

    private Optional<ServiceName> owner(KvKey key, Stored stored) {
        return keys.isOurs(key.path()) && !isAsWanted(key, stored)
                ? DocumentReader.read(stored.value())
                        .filter(document -> !wanted.seen().contains(document.hash()))
                        .flatMap(document -> proof.owner(key, document))
                : Optional.empty();
    }

    /** Most are, and need not be read for that. */
    private boolean isAsWanted(KvKey key, Stored stored) {
        return wanted.entry(key)
                .filter(entry -> Arrays.equals(bytes(entry.json()), stored.value()))
                .isPresent();
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
