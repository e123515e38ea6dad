package io.kse.document;

/** What one ServicePort comes to. */
public sealed interface PortDocument {
    /**
     * To be published, not yet JSON.
     *
     * @param serviceId see {@link KvEntry#serviceId()}
     * @param yieldsToIngress see {@link KvEntry#yieldsToIngress()}
     */
    record Publication(KvKey key, String serviceId, Document document, boolean yieldsToIngress)
            implements PortDocument {}

    /** Marshalled: ready for Consul. */
    record Published(KvEntry entry) implements PortDocument {}

    /** Nothing to send traffic to: not published, and what was published goes. */
    record NoNodePort(KvKey key, String why) implements PortDocument {}

    /**
     * Its ingress Service, or the port that it needs there, is missing: what was published stays.
     */
    record AwaitsIngress(String why) implements PortDocument {}

    /** It would have a key or a name that is not valid: its whole Service is refused. */
    record Refused(String why) implements PortDocument {}

    default boolean isPublication() {
        return this instanceof Publication;
    }
}
