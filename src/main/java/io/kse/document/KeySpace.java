package io.kse.document;

import io.kse.service.ClusterId;
import io.kse.service.Quoted;
import java.util.Optional;

/**
 * Where everything of this cluster is in Consul KV: its documents at {@code
 * <prefix>/services/<service id>/clusters/<cluster id>}, and the few keys beside them.
 *
 * @param prefix without slashes at its ends
 */
public record KeySpace(String prefix, ClusterId clusterId) {
    public KvKey key(String serviceId) {
        return new KvKey(services() + serviceId + suffix());
    }

    /** What the keys of all clusters' documents start with, with a slash at its end. */
    public String services() {
        return prefix + "/services/";
    }

    private String suffix() {
        return "/clusters/" + clusterId;
    }

    /** True if a document of this cluster may be there: the path ends in exactly our suffix. */
    public boolean isOurs(String path) {
        return path.startsWith(services())
                && path.endsWith(suffix())
                && path.length() > services().length() + suffix().length();
    }

    /** True if it is what others read: a document of this cluster, or its list of nodes. */
    public boolean isPublished(KvKey key) {
        return isOurs(key.path()) || key.equals(nodes());
    }

    /**
     * What stands for the Service in a key of ours.
     *
     * @throws IllegalArgumentException if it is no key of ours
     */
    public String serviceId(KvKey key) {
        if (!isOurs(key.path())) {
            throw new IllegalArgumentException("no document of " + clusterId + ": " + key);
        }
        return key.path().substring(services().length(), key.path().length() - suffix().length());
    }

    /** The lock of this cluster's exporters, as the original has it. */
    public KvKey leader() {
        return new KvKey("%s/leadership/%s-leader".formatted(prefix, clusterId));
    }

    /** What each new leader rewrites if documents are in another datacenter than the lock. */
    public KvKey fence() {
        return new KvKey("%s/leadership/%s-fence".formatted(prefix, clusterId));
    }

    /** The list of this cluster's nodes. */
    public KvKey nodes() {
        return new KvKey("%s/nodes/%s".formatted(prefix, clusterId));
    }

    /** Where an operator says that this cluster is to be taken out of the load balancers. */
    public KvKey drain() {
        return new KvKey("%s/drain/%s".formatted(prefix, clusterId));
    }

    /** What tells monitoring that this cluster's leader is at work. */
    public KvKey heartbeat() {
        return new KvKey("%s/heartbeat/%s".formatted(prefix, clusterId));
    }

    /** The report on deletes that are held. */
    public KvKey brake() {
        return new KvKey("%s/brake/%s".formatted(prefix, clusterId));
    }

    /** Where an operator writes the id of the deletes that may go on. */
    public KvKey brakeRelease() {
        return new KvKey(brake().path() + "/release");
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
