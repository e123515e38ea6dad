package io.kse.service;

import io.fabric8.kubernetes.api.model.Service;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The questions around the lookup route: which port is the ingress, what the ServicePort is with
 * it, and who is behind it. Remembers who asked, so that no change of an ingress Service goes
 * unnoticed by those behind it. Safe for several threads.
 */
public final class IngressLookup {
    private final ServiceLookup services;
    private final Runnable unanswered;
    private final Consumer<Set<ServiceName>> named;
    private final Map<ServiceName, Set<ServiceName>> dependents = new HashMap<>();

    public IngressLookup(ServiceLookup services) {
        this(services, () -> {}, names -> {});
    }

    /**
     * @param unanswered called when a Service could not be looked up, and should be once more
     * @param named gets the ingress Services that are still named by somebody, whenever others have
     *     been forgotten
     */
    public IngressLookup(
            ServiceLookup services, Runnable unanswered, Consumer<Set<ServiceName>> named) {
        this.services = services;
        this.unanswered = unanswered;
        this.named = named;
    }

    /** Never null; {@link IngressPort.Unasked} if the ServicePort names no ingress Service. */
    public IngressPort find(ServicePort port) {
        return port.annotations()
                .ingress()
                .map(ingress -> find(ingress, port.service()))
                .orElseGet(IngressPort.Unasked::new);
    }

    private IngressPort find(IngressReference ingress, ServiceName dependent) {
        remember(ingress.service(), dependent);
        return services.find(ingress.service())
                .map(service -> IngressPort.of(ingress, service))
                .orElseGet(() -> none(ingress));
    }

    private IngressPort none(IngressReference ingress) {
        return new IngressPort.Missing(
                "ingress Service %s %s"
                        .formatted(ingress.shownService(), services.whyNone(ingress.service())));
    }

    private synchronized void remember(ServiceName ingress, ServiceName dependent) {
        dependents.computeIfAbsent(ingress, service -> new HashSet<>()).add(dependent);
    }

    /** {@code port} with what the lookup gave: how the route joins the two. */
    public ServicePort through(ServicePort port, IngressPort found) {
        return port.through(found);
    }

    /**
     * What a lookup comes to that got no answer: what was published stays, as if the ingress
     * Service were missing.
     */
    public IngressPort unavailable(String why) {
        unanswered.run();
        return new IngressPort.Missing("its ingress Service could not be looked up: " + why);
    }

    /**
     * The Services, as they are now, that have asked for a port of {@code ingress}; one that asks
     * for another by now does no harm.
     */
    public List<Service> dependents(Service ingress) {
        ServiceName name = ServiceReader.name(ingress);
        return remembered(name).stream().flatMap(dependent -> now(name, dependent)).toList();
    }

    private Stream<Service> now(ServiceName ingress, ServiceName dependent) {
        Optional<Service> service = services.find(dependent);
        if (service.isEmpty()) {
            forget(ingress, dependent);
        }
        return service.stream();
    }

    /**
     * Forgets those that asked and are not among {@code all}: they would stay for ever. One that is
     * there now may have asked since {@code all} were listed.
     */
    public void forgetOthers(Collection<Service> all) {
        Set<ServiceName> there = all.stream().map(ServiceReader::name).collect(Collectors.toSet());
        Set<ServiceName> gone = remembered();
        gone.removeIf(name -> there.contains(name) || services.find(name).isPresent());
        named.accept(forget(gone));
    }

    private synchronized Set<ServiceName> remembered() {
        return dependents.values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private synchronized Set<ServiceName> forget(Set<ServiceName> gone) {
        dependents.values().forEach(names -> names.removeAll(gone));
        dependents.values().removeIf(Set::isEmpty);
        return Set.copyOf(dependents.keySet());
    }

    private synchronized Set<ServiceName> remembered(ServiceName ingress) {
        return new TreeSet<>(dependents.getOrDefault(ingress, Set.of()));
    }

    private synchronized void forget(ServiceName ingress, ServiceName dependent) {
        dependents.computeIfPresent(
                ingress,
                (name, names) -> names.remove(dependent) && names.isEmpty() ? null : names);
    }
}
