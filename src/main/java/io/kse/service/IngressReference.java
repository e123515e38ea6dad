package io.kse.service;

/**
 * The Service, and the port of it by name, through which another Service wants its traffic to come.
 */
public record IngressReference(ServiceName service, String portName) {
    /** The Service for people: its name may be any text of an annotation. */
    public String shownService() {
        return Quoted.name(service.toString());
    }
}
