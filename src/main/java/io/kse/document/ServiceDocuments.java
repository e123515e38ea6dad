package io.kse.document;

import io.kse.service.ServiceExport;
import io.kse.service.ServiceName;
import java.time.Instant;
import java.util.List;

/**
 * What one Service comes to: the documents that it wants, or a reason to leave those that it has.
 */
public sealed interface ServiceDocuments {
    ServiceName service();

    /** What its owner should be told, one line each; empty if all is as asked for. */
    List<String> notices();

    /** The documents that Consul should hold for it, and no others. */
    record Desired(
            ServiceName service, Instant createdAt, List<KvEntry> entries, List<String> notices)
            implements ServiceDocuments {}

    /** None are wanted. */
    record NotExported(ServiceName service, String reason) implements ServiceDocuments {
        /** It is not there any more. */
        public static NotExported gone(ServiceName service) {
            return new NotExported(service, ServiceExport.NotExported.DELETED);
        }

        /** True if it is not there any more, and has to be forgotten. */
        public boolean isGone() {
            return reason.equals(ServiceExport.NotExported.DELETED);
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
