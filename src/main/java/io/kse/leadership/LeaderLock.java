package io.kse.leadership;

import io.kse.document.KvKey;
import java.time.Duration;
import java.util.Optional;

/**
 * A lock that one replica holds by a session, which ends by itself if it is not renewed.
 *
 * <p>Every method that asks the server throws {@link LockUnavailable} if there is no answer to work
 * with; {@link LockDenied} if a person has to grant a right. The implementation tells people of
 * both; callers only try again.
 */
public interface LeaderLock {
    /** Where it is. */
    KvKey key();

    /**
     * Opens a session.
     *
     * @param ttl it lives at least so long after its last renewal
     */
    String openSession(Duration ttl);

    /** False if there is no such session any more. */
    boolean renew(String session);

    /** False if somebody else holds it, or if it was lost less than the lock-delay ago. */
    boolean acquire(String session);

    LockEntry read();

    /**
     * Waits until the entry is another than the one seen.
     *
     * @param seen exists
     * @param wait whole seconds; returns after it at the latest, give or take a tenth
     */
    LockEntry await(LockEntry seen, Duration wait);

    /**
     * What makes the holder's writes refused as soon as it is not the holder any more.
     *
     * @param session holds the lock
     * @return empty if it does not hold it any more: look again
     */
    Optional<Fence> fence(String session);

    /**
     * True if the holder says that it belongs to another cluster than ours. Both sides are told.
     *
     * @param held by somebody else
     */
    boolean isAnotherClusters(LockEntry held);

    /** Tells people of replicas of other clusters that were refused. For the holder. */
    void lookForRefused();

    /** Gives the lock up, if this session holds it, and ends the session. */
    void release(String session);

    /** Ends a call of {@link #await} in another thread: it throws. May be called again. */
    void cancelWaiting();

    /** Ends every call. May be called twice. */
    void close();
}
