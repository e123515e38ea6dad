package io.kse.chaos;

import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy.Request;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What may happen to Consul, and on the way to it. */
final class ConsulFaults {
    private static final Predicate<Request> WRITES =
            Request.of("PUT", "/v1/txn")
                    .and(Request.saying("\"cas\"").or(Request.saying("delete-cas")));
    private static final Duration SLOW = Duration.ofMillis(400);

    private ConsulFaults() {}

    /** SIGKILL; it comes back with what it has on disk. */
    static Injection.End kill(Landscape landscape, RandomGenerator random) {
        landscape.consul.kill();
        return landscape.consul::restart;
    }

    /** SIGSTOP. */
    static Injection.End stop(Landscape landscape, RandomGenerator random) {
        landscape.consul.pause();
        return landscape.consul::resume;
    }

    /** Comes back empty. */
    static Injection.End loseData(Landscape landscape, RandomGenerator random) {
        landscape.consul.restartEmpty();
        return landscape.neighbours::write;
    }

    /** Everything is answered 500, or writes only. */
    static Injection.End fail(Landscape landscape, RandomGenerator random) {
        Fault fault = new Fault.Answer(500, "rpc error: No cluster leader");
        return some(landscape, fault, random.nextBoolean() ? request -> true : WRITES);
    }

    /** Each second write, by chance, is cut off before Consul has it. */
    static Injection.End reset(Landscape landscape, RandomGenerator random) {
        return some(landscape, new Fault.Reset(), byChance(random));
    }

    /** Each second write, by chance, is done, and nobody hears of it. */
    static Injection.End loseAnswers(Landscape landscape, RandomGenerator random) {
        return some(landscape, new Fault.LoseAnswer(), byChance(random));
    }

    /** Each request takes longer. */
    static Injection.End slow(Landscape landscape, RandomGenerator random) {
        return some(landscape, new Fault.Delay(SLOW), request -> true);
    }

    private static Predicate<Request> byChance(RandomGenerator random) {
        return WRITES.and(
                request -> {
                    synchronized (random) {
                        return random.nextBoolean();
                    }
                });
    }

    private static Injection.End some(Landscape landscape, Fault fault, Predicate<Request> which) {
        landscape.consulProxy.fault(fault, which);
        return landscape.consulProxy::heal;
    }

    /** Whoever holds the lock loses it. */
    static Injection.End destroySession(Landscape landscape, RandomGenerator random) {
        landscape
                .consul
                .holder(Landscape.KEYS.leader().path())
                .ifPresent(landscape.consul::destroySession);
        return () -> {};
    }

    static Injection.End deleteLock(Landscape landscape, RandomGenerator random) {
        landscape.consul.delete(Landscape.KEYS.leader().path());
        return () -> {};
    }
}
