package io.kse.document;

import io.kse.service.ClusterId;
import io.kse.service.Quoted;
import java.util.Optional;

/**
 * Where this cluster's documents are in Consul KV: {@code <prefix>/services/<service
 * id>/clusters/<cluster id>}.
 *
 * @param prefix without slashes at its ends
 */
public record KeySpace(String prefix, ClusterId clusterId) {
    public KvKey key(String serviceId) {
        return new KvKey("%s/services/%s/clusters/%s".formatted(prefix, serviceId, clusterId));
    }

    /**
     * Why {@code serviceId} cannot be part of a key; empty if it can. Consul itself cannot address
     * some of these.
     */
    public static Optional<String> problem(String serviceId) {
        for (String segment : serviceId.split("/", -1)) {
            if (isForbidden(segment)) {
                return Optional.of(
                        ("its key would hold the service id %s: accepted are segments that are"
                                        + " not empty, \".\", \"..\" or \"clusters\", without"
                                        + " control characters and outer spaces")
                                .formatted(Quoted.of(serviceId)));
            }
        }
        return Optional.empty();
    }

    private static boolean isForbidden(String segment) {
        return segment.isEmpty()
                || segment.equals(".")
                || segment.equals("..")
                || segment.equals("clusters")
                || isSpace(segment.codePointAt(0))
                || isSpace(segment.codePointBefore(segment.length()))
                || segment.codePoints().anyMatch(Character::isISOControl);
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
