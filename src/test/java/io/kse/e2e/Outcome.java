package io.kse.e2e;

import java.util.Optional;

/**
 * What became of one request.
 *
 * @param begun as {@link System#nanoTime()}, and so is {@code ended}
 * @param answer absent if it failed
 * @param failure empty if it did not
 */
record Outcome(Target target, long begun, long ended, Optional<Answer> answer, String failure) {
    Outcome(Target target, long begun, Optional<Answer> answer, String failure) {
        this(target, begun, System.nanoTime(), answer, failure);
    }

    boolean failed() {
        return answer.isEmpty();
    }

    boolean isFrom(Cluster cluster) {
        return answer.filter(a -> a.cluster().equals(cluster.id())).isPresent();
    }

    boolean isFromNode(String node) {
        return answer.filter(a -> a.node().equals(node)).isPresent();
    }

    boolean isFromPort(int port) {
        return answer.filter(a -> a.port() == port).isPresent();
    }
}
