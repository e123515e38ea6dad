package io.kse.plan;

import io.kse.document.Document;
import io.kse.document.DocumentReader;
import io.kse.document.KeySpace;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.OrphanVerdict.Foreign;
import io.kse.plan.OrphanVerdict.Orphan;
import io.kse.plan.OrphanVerdict.Protected;
import io.kse.plan.OurDocument.NotOurs;
import io.kse.plan.OurDocument.Ours;
import io.kse.plan.Snapshot.Stored;
import io.kse.service.KeyTemplate;
import io.kse.service.ServiceName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what should be with what is. Pure: the same arguments give the same plan, and where
 * nothing differs an empty one. A stored document that reads as the same values is left as it is,
 * whatever its bytes.
 */
public final class Planner {
    private static final String UNKNOWN = "kept: not all namespaces are known yet";

    private final KeySpace keys;
    private final Optional<KeyTemplate> template;

    /**
     * @param template what keys are made of; empty means the service id
     */
    public Planner(KeySpace keys, Optional<KeyTemplate> template) {
        this.keys = keys;
        this.template = template;
    }

    /**
     * What turns {@code snapshot} into {@code wanted}; keys that {@code wanted} does not speak of
     * are left alone, unless it says that they are orphans.
     */
    public Plan plan(Wanted wanted, Snapshot snapshot) {
        Draft draft = new Draft();
        Set<ServiceName> unseen = UnseenVersions.owners(keys, wanted, snapshot);
        wanted.owners()
                .forEach(
                        (key, owner) -> {
                            if (unseen.contains(owner) && !isMerelyDrift(key, wanted, snapshot)) {
                                draft.leave(key, keptFor(owner));
                            } else {
                                change(key, owner, wanted, snapshot, draft);
                            }
                        });
        if (wanted.tellsOrphans(snapshot)) {
            sortOut(wanted, snapshot, draft);
        }
        return draft.plan().with(wanted.nodes().map(w -> nodes(w, snapshot)));
    }

    /** True if what is stored says that it is what is wanted. */
    private static boolean isMerelyDrift(KvKey key, Wanted wanted, Snapshot snapshot) {
        Optional<String> stored =
                snapshot.get(key)
                        .flatMap(there -> DocumentReader.read(there.value()))
                        .map(Document::hash);
        return stored.isPresent()
                && stored.equals(wanted.entry(key).map(entry -> entry.document().hash()));
    }

    private PlannedNodes nodes(WantedNodes wanted, Snapshot snapshot) {
        return PlannedNodes.of(wanted.list(), keys.nodes(), snapshot);
    }

    private void change(
            KvKey key, ServiceName owner, Wanted wanted, Snapshot snapshot, Draft draft) {
        Optional<Stored> stored = snapshot.get(key);
        Optional<KvEntry> entry = wanted.entry(key);
        if (entry.isEmpty()) {
            stored.ifPresent(there -> remove(key, there, owner, wanted, draft));
        } else if (stored.isEmpty()) {
            draft.add(Put.of(entry.get(), 0, "new"), owner);
        } else {
            repair(entry.get(), stored.get(), owner, wanted, draft);
        }
    }

    private void repair(
            KvEntry entry, Stored stored, ServiceName owner, Wanted wanted, Draft draft) {
        Optional<Document> document = DocumentReader.read(stored.value());
        if (document.isEmpty()) {
            draft.add(Put.of(entry, stored.index(), "what was stored is no document"), owner);
        } else if (!document.get().equals(entry.document())) {
            replace(entry, stored, document.get(), owner, wanted, draft);
        }
    }

    private void replace(
            KvEntry entry,
            Stored stored,
            Document there,
            ServiceName owner,
            Wanted wanted,
            Draft draft) {
        if (entry.yieldsToIngress() && !there.ingressSni().isEmpty()) {
            draft.leave(entry.key(), "stays behind its ingress Service, whose port is gone");
            return;
        }
        kept(entry.key(), there, owner, wanted)
                .ifPresentOrElse(
                        reason -> draft.leave(entry.key(), reason),
                        () -> draft.add(put(entry, stored, there), owner));
    }

    /** What somebody has written by hand meanwhile stays, and what a refused Service has made. */
    private void remove(KvKey key, Stored stored, ServiceName owner, Wanted wanted, Draft draft) {
        OurDocument there = OurDocument.of(stored, keys.clusterId());
        if (there instanceof NotOurs notOurs) {
            draft.leave(key, Plan.FOREIGN + notOurs.why());
        } else if (wanted.refused().contains(owner)) {
            draft.leave(key, keptFor(owner));
        } else if (there instanceof Ours ours) {
            kept(key, ours.document(), owner, wanted)
                    .ifPresentOrElse(
                            reason -> draft.leave(key, reason),
                            () -> draft.add(new Delete(key, stored.index(), wanted.why()), owner));
        }
    }

    /** Why {@code stored}, which {@code owner} would change, stays; empty if nothing says so. */
    private Optional<String> kept(KvKey key, Document stored, ServiceName owner, Wanted wanted) {
        Optional<String> refused = refusedMaker(key, stored, owner, wanted).map(Planner::keptFor);
        return refused.isPresent() || !mayBeUnknowns(key, stored, owner, wanted)
                ? refused
                : Optional.of(UNKNOWN);
    }

    private static String keptFor(ServiceName refused) {
        return "kept for Service " + refused + ", which is refused";
    }

    /**
     * True if a Service that has never been listed may have made {@code stored}, and may want it.
     * If it has the hash that {@code owner}'s document is to have, it is that one, and has drifted;
     * if it is of the same port, {@code owner} has made it, though the key need not tell.
     */
    private boolean mayBeUnknowns(KvKey key, Document stored, ServiceName owner, Wanted wanted) {
        return wanted.partial()
                && wanted.entry(key).filter(own -> isOf(own.document(), stored)).isEmpty()
                && !OwnerProof.isBy(keys, owner, key, stored);
    }

    private boolean isOf(Document own, Document there) {
        return own.hash().equals(there.hash()) || OwnerProof.isSamePort(keys, own, there);
    }

    private Optional<ServiceName> refusedMaker(
            KvKey key, Document there, ServiceName owner, Wanted wanted) {
        return wanted.refused().stream()
                .filter(other -> !other.equals(owner))
                .filter(other -> OwnerProof.isBy(keys, other, key, there))
                .findFirst();
    }

    /** A hash that says that nothing has changed, though something has. */
    private static Put put(KvEntry wanted, Stored stored, Document there) {
        String changes = String.join(", ", wanted.document().changesFrom(there));
        Put put = Put.of(wanted, stored.index(), changes);
        return wanted.document().hash().equals(there.hash()) ? put.asRepair() : put;
    }

    private void sortOut(Wanted wanted, Snapshot snapshot, Draft draft) {
        Set<ServiceName> kept = new HashSet<>(wanted.refused());
        kept.addAll(wanted.changing());
        Orphans orphans = new Orphans(keys, template, wanted.owners(), wanted.entries(), kept);
        snapshot.stored()
                .forEach(
                        (key, stored) -> {
                            if (keys.isOurs(key.path()) && !wanted.owners().containsKey(key)) {
                                sortOut(key, stored, orphans.verdict(key, stored), wanted, draft);
                            }
                        });
    }

    private static void sortOut(
            KvKey key, Stored stored, OrphanVerdict verdict, Wanted wanted, Draft draft) {
        if (verdict instanceof Foreign foreign) {
            draft.leave(key, Plan.FOREIGN + foreign.why());
        } else if (verdict instanceof Protected kept) {
            boolean isRefused = wanted.refused().contains(kept.refused());
            draft.leave(
                    key,
                    "kept for Service "
                            + kept.refused()
                            + (isRefused ? ", which is refused" : Plan.CHANGING));
        } else if (verdict instanceof Orphan orphan) {
            orphan.owner()
                    .ifPresentOrElse(
                            owner -> draft.add(orphan(key, stored, " by Service " + owner), owner),
                            () -> draft.addOrphan(orphan(key, stored, " by any Service")));
        }
    }

    private static Delete orphan(KvKey key, Stored stored, String whom) {
        return new Delete(key, stored.index(), KvChange.ORPHAN + "not wanted any more" + whom);
    }
}
