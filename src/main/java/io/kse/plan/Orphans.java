package io.kse.plan;

import io.kse.document.Document;
import io.kse.document.KeySpace;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.plan.OrphanVerdict.Foreign;
import io.kse.plan.OrphanVerdict.Orphan;
import io.kse.plan.OrphanVerdict.Protected;
import io.kse.plan.OurDocument.NotOurs;
import io.kse.plan.OurDocument.Ours;
import io.kse.plan.Snapshot.Stored;
import io.kse.service.KeyTemplate;
import io.kse.service.ServiceName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges keys of ours that no Service wants, for one comparison. Never gives up what does not read
 * as written by an exporter of this cluster, nor what a Service may have made whose documents must
 * stay.
 */
public final class Orphans {
    private final KeySpace keys;
    private final OwnerProof proof;
    private final Set<ServiceName> kept;
    private final Claimants claimants;

    /**
     * A judge for keys that are made now as {@code template} says.
     *
     * @param owners of the wanted entries
     * @param wanted what Consul should hold
     * @param kept Services whose documents must stay as they are: refused ones, and those that
     *     events are waiting for
     */
    public Orphans(
            KeySpace keys,
            Optional<KeyTemplate> template,
            Map<KvKey, ServiceName> owners,
            Map<KvKey, KvEntry> wanted,
            Set<ServiceName> kept) {
        this.keys = keys;
        this.proof = new OwnerProof(keys, owners, wanted, kept);
        this.kept = Set.copyOf(kept);
        this.claimants = Claimants.of(template, kept);
    }

    /**
     * What becomes of {@code key}.
     *
     * @throws IllegalArgumentException if it is not one of our cluster's
     */
    public OrphanVerdict verdict(KvKey key, Stored stored) {
        OurDocument document = OurDocument.of(stored, keys.clusterId());
        if (document instanceof Ours ours) {
            return verdict(key, ours.document());
        }
        return new Foreign(((NotOurs) document).why());
    }

    private OrphanVerdict verdict(KvKey key, Document stored) {
        Optional<ServiceName> owner = proof.owner(key, stored);
        Optional<ServiceName> keeper =
                owner.isPresent()
                        ? owner.filter(kept::contains)
                        : claimants.of(keys.serviceId(key));
        return keeper.<OrphanVerdict>map(Protected::new).orElseGet(() -> new Orphan(owner));
    }
}
