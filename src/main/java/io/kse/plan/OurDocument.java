package io.kse.plan;

import io.kse.document.Document;
import io.kse.document.DocumentReader;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.Snapshot.Stored;
import io.kse.service.ClusterId;
import io.kse.service.Quoted;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a value under a key of ours is: a document that an exporter of this cluster made, or not.
 */
sealed interface OurDocument {
    /** With a hash and this cluster's id. */
    record Ours(Document document) implements OurDocument {}

    /** Somebody else's, who wrote it by hand. */
    record NotOurs(String why) implements OurDocument {}

    /** Those under which {@code snapshot} holds documents of ours. */
    static List<KvKey> keys(Snapshot snapshot, KeySpace keys) {
        return snapshot.stored().entrySet().stream()
                .filter(entry -> keys.isOurs(entry.getKey().path()))
                .filter(entry -> of(entry.getValue(), keys.clusterId()) instanceof Ours)
                .map(Map.Entry::getKey)
                .toList();
    }

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
