package io.kse.history;

import io.kse.document.KvKey;
import io.kse.flow.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** What goes wrong around the replicas, and what people do to Consul. */
final class Faults {
    private final Random random;
    private final World world;
    private final Deployment deployment;
    private final Consumer<String> trace;
    private Optional<ConsulModel.Backup> backup = Optional.empty();
    private boolean isTimerNeeded;

    /**
     * @param trace hears of each
     */
    Faults(Random random, World world, Deployment deployment, Consumer<String> trace) {
        this.random = random;
        this.world = world;
        this.deployment = deployment;
        this.trace = trace;
    }

    void any() {
        Replica replica = deployment.any();
        switch (random.nextInt(19)) {
            case 0 -> deployment.kill(replica);
            case 1 -> deployment.stopOrGoOn(replica);
            case 2 -> away(replica, true);
            case 3, 4 -> world.replicas.forEach(each -> away(each, false));
            case 5 -> loseAnswer(replica);
            case 6 -> loseRequest(replica);
            case 7 -> destroySession();
            case 8 -> deleteLock();
            case 9 -> deployment.relist(replica);
            case 10 -> listing(!world.isListing);
            case 11 -> slowLists(!world.areListsSlow);
            case 12 -> pass(Duration.ofSeconds(1 + random.nextInt(12)));
            case 13 -> timer(replica);
            case 14 -> touch();
            case 15 -> seldom(8, this::deleteByHand);
            case 16 -> backUp();
            case 17 -> seldom(2, this::restore);
            default -> seldom(4, this::loseData);
        }
        world.replicas.forEach(Replica::notice);
    }

    private void seldom(int oneOf, Runnable fault) {
        if (random.nextInt(oneOf) == 0) {
            fault.run();
        }
    }

    private void away(Replica replica, boolean isAway) {
        trace.accept("Consul is " + (isAway ? "away from " : "back for ") + replica);
        replica.consul.isAway = isAway;
    }

    private void loseAnswer(Replica replica) {
        trace.accept("an answer to " + replica + " will be lost");
        replica.consul.losesNextAnswer = true;
    }

    private void loseRequest(Replica replica) {
        trace.accept("a request of " + replica + " will be lost");
        replica.consul.losesNextRequest = true;
    }

    private void destroySession() {
        world.consul
                .get(World.KEYS.leader())
                .flatMap(ConsulModel.Entry::session)
                .ifPresent(
                        session -> {
                            trace.accept("the leader's session is destroyed");
                            world.consul.destroy(session);
                        });
    }

    void deleteLock() {
        trace.accept("the lock is deleted by hand");
        world.consul.delete(World.KEYS.leader());
    }

    private void listing(boolean isListing) {
        trace.accept("the API server gives " + (isListing ? "lists again" : "no lists"));
        world.isListing = isListing;
    }

    private void slowLists(boolean areSlow) {
        trace.accept("lists take " + (areSlow ? "long" : "no longer than they should"));
        world.areListsSlow = areSlow;
    }

    private void pass(Duration time) {
        trace.accept(time.toSeconds() + " s pass");
        world.pass(time);
    }

    private void timer(Replica replica) {
        trace.accept("it is time for " + replica);
        replica.ring(Trigger.TIMER);
    }

    private void touch() {
        anyDocument()
                .ifPresent(
                        key -> {
                            trace.accept("somebody writes what there is at " + key);
                            world.consul.touch(key);
                        });
    }

    /** Nothing tells of that but a comparison. */
    private void deleteByHand() {
        anyDocument()
                .ifPresent(
                        key -> {
                            trace.accept("somebody deletes " + key);
                            world.consul.delete(key);
                            world.checker.deletedByHand(key);
                            isTimerNeeded = true;
                        });
    }

    private Optional<KvKey> anyDocument() {
        List<KvKey> keys = world.checker.documents();
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(keys.get(random.nextInt(keys.size())));
    }

    private void backUp() {
        trace.accept("Consul is backed up");
        backup = Optional.of(world.consul.backup());
    }

    private void restore() {
        backup.ifPresent(
                then -> {
                    trace.accept("the backup of Consul is restored");
                    world.consul.restore(then);
                    world.checker.restored();
                });
    }

    private void loseData() {
        trace.accept("Consul loses its data");
        world.consul.loseData();
        world.checker.forget();
    }

    /** All of them are over. */
    void calm() {
        trace.accept("-- calm");
        deployment.allGoOn();
        listing(true);
        slowLists(false);
        for (Replica replica : world.replicas) {
            away(replica, false);
            replica.consul.losesNextAnswer = false;
            replica.consul.losesNextRequest = false;
            deployment.allow(replica);
        }
    }

    /** True if there was one that only the timer's comparison finds; that is due then. */
    boolean ringTimer() {
        boolean isDue = isTimerNeeded;
        isTimerNeeded = false;
        if (isDue) {
            world.replicas.forEach(this::timer);
        }
        return isDue;
    }
}
