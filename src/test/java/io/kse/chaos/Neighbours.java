package io.kse.chaos;

import io.kse.chaos.Finding.Kind;
import io.kse.testbed.KvTree;
import io.kse.testbed.RealConsul;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What others have under the same prefix, close to our own keys; nobody changes it. */
final class Neighbours {
    private static final String PREFIX = Landscape.KEYS.prefix();
    private static final Map<String, String> ENTRIES =
            Map.of(
                    "/services/prod2-chaos-service-4-web/clusters/prod2",
                    "{\"hash\":\"1\",\"ClusterName\":\"prod2\",\"port\":30001}",
                    "/services/chaos-service-5-web/clusters/prod2",
                    "{\"hash\":\"2\",\"ClusterName\":\"prod2\",\"port\":30002}",
                    "/services/prod-chaos-service-4-web/clusters/prod/x",
                    "below a document of ours",
                    "/services/by-hand/clusters/prod",
                    "written by hand",
                    "/nodes/prod2",
                    "[{\"Name\":\"a\",\"Address\":\"10.2.2.2\"}]",
                    "/leadership/prod2-leader",
                    "somebody",
                    "/brake/prod2",
                    "{}");

    private final RealConsul consul;
    private Map<String, KvTree.Entry> written = Map.of();

    Neighbours(RealConsul consul) {
        this.consul = consul;
    }

    /** Also again, after everything has been lost. */
    void write() {
        ENTRIES.forEach((path, value) -> consul.put(PREFIX + path, value));
        written = theirs(KvTree.of(consul, PREFIX + "/"));
    }

    static boolean isTheirs(String key) {
        return ENTRIES.containsKey(key.substring(PREFIX.length()));
    }

    private static Map<String, KvTree.Entry> theirs(KvTree tree) {
        Map<String, KvTree.Entry> theirs = new TreeMap<>(tree.entries());
        theirs.keySet().removeIf(key -> !isTheirs(key));
        return theirs;
    }

    /** What differs from what was written, if only in its indexes. */
    List<Finding> findings(KvTree now) {
        Map<String, KvTree.Entry> theirs = theirs(now);
        List<Finding> findings = new ArrayList<>();
        written.forEach(
                (key, entry) -> {
                    if (!entry.equals(theirs.get(key))) {
                        findings.add(
                                new Finding(
                                        Kind.FOREIGN_CHANGE,
                                        "%s was %s, is %s".formatted(key, entry, theirs.get(key))));
                    }
                });
        return findings;
    }
}
