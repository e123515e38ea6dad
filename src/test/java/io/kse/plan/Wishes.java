package io.kse.plan;

import io.kse.document.DocumentSteps;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.plan.Touch.Touched;
import io.kse.service.ServiceName;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Services want, where only keys and ages matter. */
final class Wishes {
    static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");

    private Wishes() {}

    static ServiceDocuments wants(ServiceName service, String... ids) {
        return wants(service, FIRST, ids);
    }

    static ServiceDocuments wants(ServiceName service, Instant createdAt, String... ids) {
        return new ServiceDocuments.Desired(
                service,
                createdAt,
                Stream.of(ids).map(Entries::entry).toList(),
                List.of(),
                List.of());
    }

    /** One more port of it has no NodePort. */
    static ServiceDocuments withoutNodePort(ServiceName service, String... ids) {
        return new ServiceDocuments.Desired(
                service,
                FIRST,
                Stream.of(ids).map(Entries::entry).toList(),
                List.of("port \"http\" has no NodePort: not published"),
                List.of());
    }

    /** What anybody may have touched. */
    static Touched touch(String... ids) {
        return new Touched(
                new ServiceName("shop", "anybody"),
                Stream.of(ids).map(DocumentSteps::key).collect(Collectors.toSet()),
                "a test");
    }

    static ServiceDocuments unexported(ServiceName service) {
        return NotExported.gone(service);
    }
}
