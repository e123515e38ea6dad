package io.kse.document;

import io.kse.service.ServiceExport;
import io.kse.service.ServiceName;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one Service comes to: the documents that it wants, or a reason to leave those that it has.
 */
public sealed interface ServiceDocuments {
    ServiceName service();

    /** What its owner should be told, one line each; empty if all is as asked for. */
    List<String> notices();

    /**
     * The documents that Consul should hold for it, and no others.
     *
     * @param withoutNodePort one line for each port that has no NodePort, and therefore no document
     * @param withoutIngress one line for each document that goes without the ingress it asks for
     */
    record Desired(
            ServiceName service,
            Instant createdAt,
            List<KvEntry> entries,
            List<String> withoutNodePort,
            List<String> withoutIngress)
            implements ServiceDocuments {
        @Override
        public List<String> notices() {
            return Stream.concat(withoutNodePort.stream(), withoutIngress.stream()).toList();
        }
    }

    /** None are wanted. */
    record NotExported(ServiceExport.NotExported export) implements ServiceDocuments {
        /** Of a Service that is there. */
        public NotExported(ServiceName service, String reason) {
            this(new ServiceExport.NotExported(service, reason));
        }

        /** Of one that is not there any more. */
        public static NotExported gone(ServiceName service) {
            return new NotExported(ServiceExport.NotExported.deleted(service));
        }

        @Override
        public ServiceName service() {
            return export.service();
        }

        public String reason() {
            return export.reason();
        }

        /** True if it is not there any more, and has to be forgotten. */
        public boolean isGone() {
            return export.isDeleted();
        }

        @Override
        public List<String> notices() {
            return List.of();
        }
    }

    /** Refused: what was published stays. */
    record Rejected(ServiceName service, List<String> notices) implements ServiceDocuments {}

    /** As {@link PortDocument.AwaitsIngress}: what was published stays, nothing new comes. */
    record AwaitsIngress(ServiceName service, List<String> notices) implements ServiceDocuments {}

    /** We cannot read whether it is to be exported: what was published stays. */
    record Undecided(ServiceName service, List<String> notices) implements ServiceDocuments {}
}
