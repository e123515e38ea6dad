package io.kse.leadership;

import java.time.Duration;

/**
 * How long things take around the lock.
 *
 * @param ttl of the session; Consul ends a session between one and two of these after its last
 *     renewal
 * @param renewal from one renewal to the next; whole seconds
 * @param standbyWait how long a standby waits in one question; whole seconds
 * @param spread candidates wait up to so long before they try a lock that became free, so that most
 *     of them see the winner first
 * @param lookAround how often a leader looks for refused replicas of other clusters
 * @param yield how long the lock has to be free before a replica takes it that was refused for
 *     being another cluster's
 */
public record Timing(
        Duration ttl,
        Duration renewal,
        Duration standbyWait,
        Duration spread,
        Duration lookAround,
        Duration yield) {

    /**
     * @param many true for a replica on every node
     */
    public static Timing of(boolean many) {
        return many ? standard().forMany() : standard();
    }

    /** For a Deployment of a few replicas. */
    public static Timing standard() {
        return new Timing(
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));
    }

    /**
     * The same for a replica on every node, so that a thousand are no herd: up to 3 s later, and a
     * standby asks once a minute. A server tells it at once all the same that the lock is free.
     */
    public Timing forMany() {
        return new Timing(
                ttl, renewal, Duration.ofMinutes(1), Duration.ofSeconds(3), lookAround, yield);
    }

    /** A leader whose last renewal began longer ago steps down: 3/4 of the TTL. */
    Duration lease() {
        return ttl.multipliedBy(3).dividedBy(4);
    }
}
