package io.kse.service;

import java.util.regex.Pattern;

/** The server name by which an ingress tells the Services behind it apart. */
public final class IngressSni {
    private static final Pattern DOMAIN_NAME =
            Pattern.compile(
                    "(?=.{1,253}$)[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?"
                            + "(\\.[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?)*");

    private IngressSni() {}

    /**
     * {@code <port label>.<name>.<namespace>.local}; an unnamed port has the label {@code default}.
     */
    static String of(ServicePort port) {
        boolean named = !Character.isDigit(port.portName().charAt(0));
        String label = named ? port.portName() : "default";
        return "%s.%s.%s.local".formatted(label, port.service().name(), port.service().namespace());
    }

    /** Labels of at most 63 letters, digits and hyphens, 253 characters in all (RFC 1035). */
    public static boolean isDomainName(String sni) {
        return DOMAIN_NAME.matcher(sni).matches();
    }
}
