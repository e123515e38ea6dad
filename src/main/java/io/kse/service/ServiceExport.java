package io.kse.service;

import java.time.Instant;
import java.util.List;

/** What a Service asks for: to be exported or not, or something that we cannot read. */
public sealed interface ServiceExport {
    ServiceName service();

    default boolean isExported() {
        return this instanceof Exported;
    }

    /**
     * Not of an exported type, not opted in, opted out, or deleted: none of its documents are
     * wanted.
     */
    record NotExported(ServiceName service, String reason) implements ServiceExport {
        /** The reason of one that is not there any more. */
        public static final String DELETED = "it was deleted";
    }

    /**
     * The {@code exported} annotation is no boolean: that neither adds a Service nor takes one
     * away.
     */
    record Undecided(ServiceName service, AnnotationProblem problem) implements ServiceExport {}

    /** Opted in, but something else cannot be read: what was published stays. */
    record Rejected(ServiceName service, List<AnnotationProblem> problems)
            implements ServiceExport {}

    /**
     * Opted in, each of its ports by itself.
     *
     * @param createdAt {@link Instant#MAX} if unknown, as in a manifest: then every live Service
     *     counts as older
     */
    record Exported(ServiceName service, Instant createdAt, List<ServicePort> ports)
            implements ServiceExport {}
}
