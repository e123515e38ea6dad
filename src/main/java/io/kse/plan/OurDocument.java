package io.kse.plan;

import io.kse.document.Document;
import io.kse.document.DocumentReader;
import io.kse.plan.Snapshot.Stored;
import io.kse.service.ClusterId;
import io.kse.service.Quoted;
import java.util.Optional;

/**
 * What a value under a key of ours is: a document that an exporter of this cluster made, or not.
 */
sealed interface OurDocument {
    /** With a hash and this cluster's id. */
    record Ours(Document document) implements OurDocument {}

    /** Somebody else's, who wrote it by hand. */
    record NotOurs(String why) implements OurDocument {}

    static OurDocument of(Stored stored, ClusterId clusterId) {
        Optional<Document> document = DocumentReader.read(stored.value());
        if (document.isEmpty()) {
            return new NotOurs("it is no document");
        } else if (document.get().hash().isEmpty()) {
            return new NotOurs("it has no hash");
        }
        String cluster = document.get().clusterName();
        return cluster.equals(clusterId.value())
                ? new Ours(document.get())
                : new NotOurs("its ClusterName is " + Quoted.of(cluster));
    }
}
