package io.kse.consul;

import io.kse.consul.ConsulReachability.Action;
import io.kse.leadership.LockDenied;
import io.kse.leadership.LockUnavailable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.kiwiproject.consul.ConsulException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a failed call means to those who want the lock; logs a missing right once. */
final class LockCalls {
    private static final Logger LOG = LoggerFactory.getLogger(LockCalls.class);

    private final ConsulAnswers answers;
    private final Map<String, Trouble> missing = new ConcurrentHashMap<>();
    private final Map<String, Trouble> refused = new ConcurrentHashMap<>();
    private volatile boolean ended;

    LockCalls(String address, ConsulReachability reachability) {
        this.answers = new ConsulAnswers(address, reachability);
    }

    /**
     * @param right what the call needs, and on what, in Consul's words
     * @throws LockDenied if that right is missing
     * @throws LockUnavailable if there is no answer, or another no
     */
    <T> T call(String right, Supplier<T> call) {
        return call(right, List.of(), call);
    }

    /**
     * The same.
     *
     * @param operations those of the transaction that {@code call} is
     */
    <T> T call(String right, List<KvOperation> operations, Supplier<T> call) {
        try {
            T answer = call.get();
            answers.success(Action.SESSION);
            granted(right);
            return answer;
        } catch (ConsulException e) {
            if (ended) {
                throw new LockUnavailable("the lock is given up", e);
            }
            RuntimeException meaning = answers.failure(e, Action.SESSION, operations);
            if (meaning instanceof ConsulDenied) {
                denied(right, meaning);
                throw new LockDenied(meaning.getMessage(), meaning);
            }
            if (meaning instanceof ConsulRefused) {
                refused(right, meaning.getMessage());
            }
            throw new LockUnavailable(meaning.getMessage(), meaning);
        }
    }

    /** Calls that fail from now on fail because we end them. */
    void end() {
        ended = true;
    }

    private void denied(String right, RuntimeException meaning) {
        if (trouble(missing, right).isNews(right)) {
            LOG.warn(
                    "Cannot take part in the election of a leader without the right {}: {}; tried"
                            + " again until it is granted",
                    right,
                    meaning.getMessage());
        }
    }

    /** Such as a namespace, where Consul has none. */
    private void refused(String right, String why) {
        if (trouble(refused, right).isNews(why)) {
            LOG.warn(
                    "Cannot take part in the election of a leader: {}; tried again until it works",
                    why);
        }
    }

    private void granted(String right) {
        trouble(refused, right).isOver();
        if (trouble(missing, right).isOver()) {
            LOG.info("The right {} is granted now", right);
        }
    }

    private static Trouble trouble(Map<String, Trouble> kind, String right) {
        return kind.computeIfAbsent(right, key -> new Trouble());
    }
}
