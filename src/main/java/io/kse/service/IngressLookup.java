package io.kse.service;

/**
 * The two questions around the lookup route: which port is the ingress, and what the ServicePort is
 * with it.
 */
public final class IngressLookup {
    private final ServiceLookup services;

    public IngressLookup(ServiceLookup services) {
        this.services = services;
    }

    /** Never null; {@link IngressPort.Unasked} if the ServicePort names no ingress Service. */
    public IngressPort find(ServicePort port) {
        return port.annotations()
                .ingress()
                .map(ingress -> IngressPort.of(ingress, services.find(ingress.service())))
                .orElseGet(IngressPort.Unasked::new);
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
        return new IngressPort.Missing("its ingress Service could not be looked up: " + why);
    }
}
