package io.kse.plan;

import io.kse.document.ServiceDocuments;
import java.util.Collection;
import java.util.List;

/** Sees that none of the Services of a list got lost on the way. */
final class AllListed {
    private AllListed() {}

    /**
     * {@code documents}, if there are {@code size} of them.
     *
     * @throws IllegalStateException if there are not, since those that got lost would count as gone
     */
    static List<ServiceDocuments> of(Collection<?> documents, int size) {
        List<ServiceDocuments> all =
                documents.stream()
                        .filter(ServiceDocuments.class::isInstance)
                        .map(ServiceDocuments.class::cast)
                        .toList();
        if (all.size() != size) {
            throw new IllegalStateException(
                    "of %d listed Services %d have come through: nothing is compared"
                            .formatted(size, all.size()));
        }
        return all;
    }
}
