package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.plan.KvChange.Delete;
import io.kse.plan.KvChange.Put;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Touch.TouchedNodes;
import io.kse.service.ServiceName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What has to change in Consul. Sorted, so that the same differences always give the same plan.
 *
 * @param changes of each Service puts before deletes, each sorted by key
 * @param orphans documents of ours that belong to no Service, sorted by key
 * @param nodes what becomes of the list of nodes; empty if it is not spoken of
 * @param brake what changes the brake's own keys, and what has to be done together with that
 * @param left keys that stay though no Service wants them, or stay as they are though one wants
 *     something else, with the reason
 */
public record Plan(
        Map<ServiceName, List<KvChange>> changes,
        List<Delete> orphans,
        Optional<PlannedNodes> nodes,
        List<Transaction> brake,
        Map<KvKey, String> left) {
    static final String FOREIGN = "not ours: ";
    static final String CHANGING = ", which is changing";

    private static final Comparator<KvChange> PUTS_FIRST =
            Comparator.comparing((KvChange change) -> !(change instanceof Put))
                    .thenComparing(KvChange::key);

    /** Of one Service, what has to be in one transaction. */
    private record Part(Optional<ServiceName> service, List<KvChange> changes) {
        /** Puts come first. */
        boolean deletesOnly() {
            return changes.get(0) instanceof Delete;
        }

        Stream<Touched> touched() {
            return service.map(this::touched).stream();
        }

        private Touched touched(ServiceName owner) {
            Set<KvKey> keys = changes.stream().map(KvChange::key).collect(Collectors.toSet());
            return new Touched(owner, keys, changes.get(changes.size() - 1).why());
        }
    }

    /** The same where the list of nodes is not spoken of. */
    public Plan(
            Map<ServiceName, List<KvChange>> changes,
            List<Delete> orphans,
            List<Transaction> brake,
            Map<KvKey, String> left) {
        this(changes, orphans, Optional.empty(), brake, left);
    }

    static Plan of(
            Map<KvChange, ServiceName> changes, List<Delete> orphans, Map<KvKey, String> left) {
        Map<ServiceName, List<KvChange>> byService = new TreeMap<>();
        changes.forEach(
                (change, service) ->
                        byService.computeIfAbsent(service, s -> new ArrayList<>()).add(change));
        byService.values().forEach(list -> list.sort(PUTS_FIRST));
        List<Delete> sorted = orphans.stream().sorted(Comparator.comparing(Delete::key)).toList();
        return new Plan(byService, sorted, List.of(), new TreeMap<>(left));
    }

    public boolean isEmpty() {
        return changes.isEmpty()
                && orphans.isEmpty()
                && brake.isEmpty()
                && nodes.flatMap(PlannedNodes::put).isEmpty();
    }

    /** The same with {@code planned} for the list of nodes. */
    Plan with(Optional<PlannedNodes> planned) {
        return new Plan(changes, orphans, planned, brake, left);
    }

    /** Every change to a document. */
    public Stream<KvChange> all() {
        return Stream.concat(changes.values().stream().flatMap(List::stream), orphans.stream());
    }

    /** What stays because no exporter of this cluster has written it, with the reason. */
    public SortedMap<KvKey, String> foreign() {
        SortedMap<KvKey, String> foreign = new TreeMap<>(left);
        foreign.values().removeIf(why -> !why.startsWith(FOREIGN));
        return foreign;
    }

    /**
     * True if something stays because an event has come in, or is to come, that the list of
     * Services could not tell of. The event changes what is known of its Service only; what the
     * Service had before, under another leader or before our start, takes another comparison.
     */
    public boolean isLeftToEvents() {
        return left.values().stream().anyMatch(why -> why.endsWith(CHANGING));
    }

    /** What the brake is to judge. */
    Proposal proposal() {
        return new Proposal(changes, orphans);
    }

    /** What the brake lets go on. */
    public Plan braked(Braked braked) {
        List<Transaction> brake = new ArrayList<>();
        if (!braked.beside().isEmpty()) {
            brake.add(new Transaction(braked.beside()));
        }
        braked.release().ifPresent(brake::add);
        Proposal going = braked.proposal();
        return new Plan(
                new TreeMap<>(going.byOwner()), going.unowned(), braked.nodes(), brake, left);
    }

    /**
     * The plan in pieces that Consul takes. The list of nodes comes first, alone. A Service is in
     * one of them, unless it has more changes than one can hold. Services that put something come
     * first, so that a key that moves between Services is written before the old one goes; what
     * nobody owns comes last.
     */
    public List<Transaction> transactions() {
        Map<Boolean, List<Part>> services =
                changes.entrySet().stream()
                        .flatMap(of -> parts(Optional.of(of.getKey()), of.getValue()))
                        .collect(Collectors.partitioningBy(Part::deletesOnly));
        List<Part> nobodys = parts(Optional.empty(), List.copyOf(orphans)).toList();
        return Stream.of(
                        nodes.flatMap(PlannedNodes::put).map(Plan::transaction).stream(),
                        pack(services.get(false)),
                        pack(services.get(true)),
                        brake.stream(),
                        pack(nobodys))
                .flatMap(Function.identity())
                .toList();
    }

    private static Transaction transaction(Put nodes) {
        return new Transaction(List.of(nodes), List.of(new TouchedNodes()));
    }

    private static Stream<Part> parts(Optional<ServiceName> service, List<KvChange> changes) {
        return TransactionLimits.split(changes).stream().map(piece -> new Part(service, piece));
    }

    private static Stream<Transaction> pack(List<Part> parts) {
        return TransactionLimits.fill(
                        parts,
                        part -> part.changes().size(),
                        part -> TransactionLimits.encodedBytes(part.changes()))
                .stream()
                .map(Plan::transaction);
    }

    private static Transaction transaction(List<Part> parts) {
        return new Transaction(
                parts.stream().flatMap(part -> part.changes().stream()).toList(),
                parts.stream().flatMap(Part::touched).toList());
    }
}
