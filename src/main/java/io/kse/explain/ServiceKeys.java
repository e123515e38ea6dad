package io.kse.explain;

import io.kse.document.Document;
import io.kse.document.DocumentReader;
import io.kse.document.KeySpace;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.plan.Claimants;
import io.kse.plan.KvChange;
import io.kse.plan.KvChange.Put;
import io.kse.plan.OwnerProof;
import io.kse.plan.Snapshot.Stored;
import io.kse.service.KeyTemplate;
import io.kse.service.KeyTemplate.Field;
import io.kse.service.ServiceName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The keys of one Service, and what becomes of each. Decides nothing: says what the plan and the
 * brake do.
 */
final class ServiceKeys {
    private static final String NOBODY_KNOWS = "kept: what no Service wants is not known now";

    private final KeySpace keys;
    private final Optional<KeyTemplate> template;
    private final Function<KvKey, Optional<Past>> lastWritten;
    private final ServiceName service;
    private final Map<KvKey, KvEntry> entries;
    private final boolean keepsWhatItHas;

    /**
     * @param documents what the Service comes to; empty if it is not there
     */
    ServiceKeys(
            KeySpace keys,
            Optional<KeyTemplate> template,
            Function<KvKey, Optional<Past>> lastWritten,
            ServiceName service,
            Optional<ServiceDocuments> documents) {
        this.keys = keys;
        this.template = template;
        this.lastWritten = lastWritten;
        this.service = service;
        this.entries =
                documents.filter(Desired.class::isInstance).map(Desired.class::cast).stream()
                        .flatMap(desired -> desired.entries().stream())
                        .collect(Collectors.toMap(KvEntry::key, Function.identity()));
        this.keepsWhatItHas =
                documents
                        .filter(d -> !(d instanceof Desired || d instanceof NotExported))
                        .isPresent();
    }

    /** Where Consul could not be read. */
    List<KeyFinding> unread() {
        return new TreeSet<>(entries.keySet())
                .stream().map(key -> unread(key, "Consul could not be read")).toList();
    }

    private KeyFinding unread(KvKey key, String says) {
        return new KeyFinding(
                key,
                KeyState.UNREAD,
                says,
                Optional.empty(),
                json(key),
                Optional.empty(),
                lastWritten.apply(key));
    }

    private Optional<String> json(KvKey key) {
        return Optional.ofNullable(entries.get(key)).map(KvEntry::json);
    }

    /** Sorted by key. */
    List<KeyFinding> of(Outlook outlook) {
        Map<KvKey, KvChange> changes =
                outlook.plan().all().collect(Collectors.toMap(KvChange::key, change -> change));
        return concerned(outlook).stream()
                .map(key -> finding(key, outlook, Optional.ofNullable(changes.get(key))))
                .toList();
    }

    /** What it wants, what it has, and what Consul holds that it may have made. */
    private SortedSet<KvKey> concerned(Outlook outlook) {
        SortedSet<KvKey> concerned = new TreeSet<>(entries.keySet());
        concerned.addAll(outlook.taken().keySet());
        Map<KvKey, ServiceName> owners = outlook.wanted().owners();
        owners.forEach((key, owner) -> addIf(owner.equals(service), key, concerned));
        Claimants named = named();
        outlook.snapshot()
                .stored()
                .forEach(
                        (key, stored) ->
                                addIf(
                                        keys.isOurs(key.path())
                                                && !owners.containsKey(key)
                                                && mayBeOurs(key, stored, named),
                                        key,
                                        concerned));
        return concerned;
    }

    private static void addIf(boolean condition, KvKey key, SortedSet<KvKey> concerned) {
        if (condition) {
            concerned.add(key);
        }
    }

    /** The name in a key tells nothing if a template may leave it out. */
    private Claimants named() {
        boolean tells =
                template.filter(
                                t ->
                                        !t.alwaysHoldsId()
                                                && !(t.alwaysHolds(Field.NAMESPACE)
                                                        && t.alwaysHolds(Field.NAME)))
                        .isEmpty();
        return tells ? Claimants.of(template, List.of(service)) : id -> Optional.empty();
    }

    private boolean mayBeOurs(KvKey key, Stored stored, Claimants named) {
        return named.of(keys.serviceId(key)).isPresent()
                || DocumentReader.read(stored.value())
                        .filter(document -> OwnerProof.isBy(keys, service, key, document))
                        .isPresent();
    }

    private KeyFinding finding(KvKey key, Outlook outlook, Optional<KvChange> change) {
        Optional<ServiceName> owner = Optional.ofNullable(outlook.taken().get(key));
        Optional<Stored> stored = outlook.snapshot().get(key);
        KeyState state = state(key, outlook, change, owner.isPresent());
        return new KeyFinding(
                key,
                state,
                says(key, outlook, change, state, stored.isPresent()),
                owner,
                json(key),
                stored.map(value -> new String(value.value(), StandardCharsets.UTF_8)),
                // The other one's document was written.
                owner.isPresent() ? Optional.empty() : lastWritten.apply(key));
    }

    private KeyState state(KvKey key, Outlook outlook, Optional<KvChange> change, boolean isTaken) {
        if (isTaken) {
            return KeyState.TAKEN;
        } else if (isBehind(key, outlook)) {
            return KeyState.PENDING;
        } else if (change.isPresent()) {
            return state(change.get(), outlook);
        }
        boolean isWanted = outlook.wanted().entry(key).isPresent();
        return isWanted && !outlook.plan().left().containsKey(key) ? KeyState.EQUAL : KeyState.KEPT;
    }

    /** True if what is compared was wanted before the Service's last change. */
    private boolean isBehind(KvKey key, Outlook outlook) {
        Optional<Document> now = Optional.ofNullable(entries.get(key)).map(KvEntry::document);
        Optional<Document> then = outlook.wanted().entry(key).map(KvEntry::document);
        return !keepsWhatItHas && !now.equals(then);
    }

    private static KeyState state(KvChange change, Outlook outlook) {
        if (!(change instanceof Put put)) {
            return outlook.held().contains(change.key()) ? KeyState.HELD : KeyState.LEFTOVER;
        } else if (change.index() == 0) {
            return KeyState.MISSING;
        }
        return put.repairsDrift() ? KeyState.DRIFT : KeyState.DIFFERENT;
    }

    private String says(
            KvKey key,
            Outlook outlook,
            Optional<KvChange> change,
            KeyState state,
            boolean isStored) {
        return switch (state) {
            case TAKEN -> "belongs to the older Service " + outlook.taken().get(key);
            case KEPT -> outlook.plan().left().getOrDefault(key, NOBODY_KNOWS);
            case HELD -> held(change.orElseThrow());
            case LEFTOVER -> "is to be deleted: " + change.orElseThrow().why();
            case MISSING -> "is to be written: " + missing(outlook);
            case DIFFERENT, DRIFT -> "is to be written: " + change.orElseThrow().why();
            case PENDING -> "is about to change: an event of the Service has still to come through";
            case EQUAL -> isStored ? "is as it should be" : "is not there, and not wanted there";
            case UNREAD -> throw new IllegalArgumentException("Consul was read: " + key);
        };
    }

    private String held(KvChange delete) {
        return "is held by the brake, not deleted (%s); whoever writes the id that is in Consul at %s to %s lets it go"
                .formatted(delete.why(), keys.brake(), keys.brakeRelease());
    }

    private static String missing(Outlook outlook) {
        return outlook.snapshot().isFiltered()
                ? "Consul holds nothing there, or hides it from our token"
                : "Consul holds nothing there";
    }
}
