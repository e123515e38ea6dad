package io.kse.service;

/**
 * One port of a Service that opted in: all that its document is made of.
 *
 * @param portName the port's name, or its number if it has none, as the original labels it
 * @param nodePort 0 if none is allocated
 */
public record ServicePort(
        ServiceName service,
        String portName,
        int nodePort,
        ServiceAnnotations annotations,
        IngressPort ingress) {

    public boolean namesIngress() {
        return annotations.ingress().isPresent();
    }

    /** This ServicePort with what its ingress lookup gave. */
    public ServicePort through(IngressPort found) {
        return new ServicePort(service, portName, nodePort, annotations, found);
    }
}
