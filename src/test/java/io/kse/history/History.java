package io.kse.history;

import io.kse.document.KvKey;
import io.kse.flow.Trigger;
import io.kse.history.Broken.Promise;
import io.kse.history.Step.Part;
import io.kse.service.ServiceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Three replicas, a cluster that changes, and a Consul, in an order that a seed decides: first
 * everything may happen, then no more faults, and the replicas go on until nothing is left to do.
 */
final class History {
    private static final int REPLICAS = 3;
    private static final int MOST_STEPS = 6_000;

    private final Random random;
    private final World world;
    private final Consumer<String> trace;
    private final List<Replica> stopped = new ArrayList<>();

    /** True if one namespace may never be read: then no comparison can tell what is gone. */
    private final boolean isPartial;

    private int born;

    /**
     * @param trace hears of each step
     */
    History(long seed, Variant variant, Consumer<String> trace) {
        this.random = new Random(seed);
        // A series of seeds would begin alike.
        random.nextInt();
        this.trace = trace;
        this.world = new World(random, random.nextInt(3) == 0 ? 50 : 100, variant);
        this.isPartial = random.nextInt(12) == 0;
    }

    /**
     * From beginning to end.
     *
     * @throws Broken if a promise is not kept
     */
    void run() {
        for (int i = 0; i < REPLICAS; i++) {
            start();
        }
        int changes = 4 + random.nextInt(12);
        while (changes > 0) {
            int what = random.nextInt(100);
            if (what < 6) {
                change();
                changes--;
            } else if (what < 10) {
                fault();
            } else {
                stepOfAny();
            }
        }
        calm();
        settle();
        if (isPartial) {
            endPartially();
        } else {
            end();
        }
    }

    private void change() {
        if (random.nextInt(60) > 0) {
            say("a Service changes: " + world.api.change());
            return;
        }
        say("all Services are deleted");
        ApiServer.names().stream()
                .filter(name -> world.api.current(name).isPresent())
                .forEach(world.api::delete);
    }

    private void say(String line) {
        trace.accept(line);
    }

    private void start() {
        Part slow = Part.values()[random.nextInt(Part.values().length)];
        Replica replica = new Replica("replica-" + ++born, world, slow);
        world.replicas.add(replica);
        if (isPartial || random.nextInt(10) == 0) {
            replica.watch.forbid("shop-x");
        }
        list(replica);
    }

    private void list(Replica replica) {
        say(replica + " lists its watch");
        replica.watch.list();
        replica.ring(Trigger.WATCH_GAP);
    }

    private Replica any() {
        return world.replicas.get(random.nextInt(world.replicas.size()));
    }

    private void stepOfAny() {
        Replica replica = any();
        if (!stopped.contains(replica)) {
            go(replica, next(replica));
        }
    }

    private Step next(Replica replica) {
        List<Step> steps = replica.steps();
        if (steps.isEmpty() || random.nextInt(8) == 0) {
            return replica.election();
        }
        Step any = steps.get(random.nextInt(steps.size()));
        boolean isPassedOver = any.by() == replica.slow && random.nextInt(4) > 0;
        return isPassedOver ? steps.get(random.nextInt(steps.size())) : any;
    }

    private void go(Replica replica, Step step) {
        say(replica + " " + step.what());
        step.action().run();
        world.replicas.forEach(Replica::notice);
    }

    private void fault() {
        switch (random.nextInt(15)) {
            case 0 -> kill(any());
            case 1 -> stopOrGoOn(any());
            case 2 -> away(any(), true);
            case 3, 4 -> world.replicas.forEach(replica -> away(replica, false));
            case 5 -> loseAnswer(any());
            case 6 -> loseRequest(any());
            case 7 -> destroySession();
            case 8 -> deleteLock();
            case 9 -> relist(any());
            case 10 -> listing(!world.isListing);
            case 11 -> pass(Duration.ofSeconds(1 + random.nextInt(12)));
            case 12 -> timer(any());
            case 13 -> touch();
            default -> {
                if (random.nextInt(4) == 0) {
                    loseData();
                }
            }
        }
        world.replicas.forEach(Replica::notice);
    }

    private void kill(Replica replica) {
        say(replica + " is killed");
        stopped.remove(replica);
        world.replicas.remove(replica);
        start();
    }

    private void stopOrGoOn(Replica replica) {
        boolean goesOn = stopped.remove(replica);
        say(replica + (goesOn ? " goes on" : " stops for a while"));
        if (!goesOn) {
            stopped.add(replica);
        }
    }

    private void away(Replica replica, boolean isAway) {
        say("Consul is " + (isAway ? "away from " : "back for ") + replica);
        replica.consul.isAway = isAway;
    }

    private void loseAnswer(Replica replica) {
        say("an answer to " + replica + " will be lost");
        replica.consul.losesNextAnswer = true;
    }

    private void loseRequest(Replica replica) {
        say("a request of " + replica + " will be lost");
        replica.consul.losesNextRequest = true;
    }

    private void destroySession() {
        world.consul
                .get(World.KEYS.leader())
                .flatMap(ConsulModel.Entry::session)
                .ifPresent(
                        session -> {
                            say("the leader's session is destroyed");
                            world.consul.destroy(session);
                        });
    }

    private void deleteLock() {
        say("the lock is deleted by hand");
        world.consul.delete(World.KEYS.leader());
    }

    private void relist(Replica replica) {
        if (!isPartial && random.nextBoolean()) {
            replica.watch.allow();
        }
        list(replica);
    }

    private void listing(boolean isListing) {
        say("the API server gives " + (isListing ? "lists again" : "no lists"));
        world.isListing = isListing;
    }

    private void pass(Duration time) {
        say(time.toSeconds() + " s pass");
        world.pass(time);
    }

    private void timer(Replica replica) {
        say("it is time for " + replica);
        replica.ring(Trigger.TIMER);
    }

    private void touch() {
        List<KvKey> keys = world.checker.documents();
        if (!keys.isEmpty()) {
            KvKey key = keys.get(random.nextInt(keys.size()));
            say("somebody writes what there is at " + key);
            world.consul.touch(key);
        }
    }

    private void loseData() {
        say("Consul loses its data");
        world.consul.loseData();
        world.checker.forget();
    }

    /** All faults are over. */
    private void calm() {
        say("-- calm");
        stopped.clear();
        listing(true);
        for (Replica replica : world.replicas) {
            away(replica, false);
            replica.consul.losesNextAnswer = false;
            replica.consul.losesNextRequest = false;
            if (!isPartial && replica.watch.allow()) {
                list(replica);
            }
        }
    }

    /** Until somebody leads and nobody has anything left to do. */
    private void settle() {
        int quiet = 0;
        for (int steps = 0; quiet < 60; steps++) {
            if (steps > MOST_STEPS) {
                throw new Broken(Promise.CONVERGES, "never quiet: " + busy());
            }
            stepOfAny();
            boolean isQuiet =
                    world.leader().isPresent()
                            && world.replicas.stream()
                                    .filter(replica -> !stopped.contains(replica))
                                    .allMatch(Replica::isQuiet);
            quiet = isQuiet ? quiet + 1 : 0;
        }
    }

    private String busy() {
        return world.replicas.stream()
                .map(
                        replica ->
                                replica
                                        + " "
                                        + replica.leadership.state()
                                        + " "
                                        + replica.rung
                                        + " "
                                        + replica.events.waiting())
                .toList()
                .toString();
    }

    private void end() {
        Set<KvKey> held = world.leader().map(leader -> leader.brake.heldKeys()).orElse(Set.of());
        say("-- quiet; held: " + held);
        world.checker.checkEnd(held);
    }

    /** The leader's term ends and begins anew, and just then a Service is not exported any more. */
    private void endPartially() {
        Replica leader = world.leader().orElseThrow();
        world.replicas.stream().filter(replica -> replica != leader).forEach(stopped::add);
        ServiceName cart = ApiServer.names().get(0);
        Set<KvKey> keys = world.api.last(cart).map(v -> v.wanted().keySet()).orElse(Set.of());
        say("-- " + cart + " is not exported any more");
        world.api.unexport(cart);
        deleteLock();
        settle();
        List<KvKey> left = keys.stream().filter(key -> world.consul.get(key).isPresent()).toList();
        if (!left.isEmpty() && world.maxDeletePercent == 100) {
            throw new Broken(Promise.CONVERGES, left + " are still there");
        }
    }

    /** What is broken; empty if nothing is. */
    static Optional<Broken> broken(long seed, Variant variant) {
        try {
            new History(seed, variant, line -> {}).run();
            return Optional.empty();
        } catch (Broken e) {
            return Optional.of(e);
        }
    }
}
