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
     *
     * @param isDeleted true if it is not there any more
     */
    record NotExported(ServiceName service, String reason, boolean isDeleted)
            implements ServiceExport {
        /** Of a Service that is there. */
        public NotExported(ServiceName service, String reason) {
            this(service, reason, false);
        }

        /** Of one that is not there any more. */
        public static NotExported deleted(ServiceName service) {
            return new NotExported(service, "it was deleted", true);
        }
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
