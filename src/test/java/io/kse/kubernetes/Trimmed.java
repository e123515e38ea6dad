package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;

/** What watches and lists leave of an object, for tests of other packages. */
public final class Trimmed {
    private Trimmed() {}

    /** The same one. */
    public static Service service(Service service) {
        return Trim.service(service);
    }

    /** The same one. */
    public static Node node(Node node) {
        return Trim.node(node);
    }
}
