package io.kse.history;

import io.kse.document.KvKey;
import io.kse.history.Broken.Promise;
import io.kse.service.ServiceName;
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
    private final Deployment deployment;
    private final Faults faults;

    /**
     * @param random decides everything
     * @param trace hears of each step
     */
    History(Random random, Variant variant, Consumer<String> trace) {
        this.random = random;
        // A series of seeds would begin alike.
        random.nextInt();
        this.trace = trace;
        this.world = new World(random, random.nextInt(3) == 0 ? 50 : 100, variant);
        // If one namespace may never be read, no comparison can tell what is gone.
        boolean isPartial = random.nextInt(12) == 0;
        this.deployment = new Deployment(random, world, isPartial, trace);
        this.faults = new Faults(random, world, deployment, trace);
    }

    /**
     * From beginning to end.
     *
     * @throws Broken if a promise is not kept
     */
    void run() {
        for (int i = 0; i < REPLICAS; i++) {
            deployment.start();
        }
        int changes = 4 + random.nextInt(12);
        while (changes > 0) {
            int what = random.nextInt(100);
            if (what < 6) {
                change();
                changes--;
            } else if (what < 10) {
                faults.any();
            } else {
                stepOfAny();
            }
        }
        faults.calm();
        settle();
        if (faults.ringTimer()) {
            settle();
        }
        if (deployment.isPartial()) {
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

    private void stepOfAny() {
        Replica replica = deployment.any();
        if (!deployment.isStopped(replica)) {
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

    /** Until somebody leads and nobody has anything left to do. */
    private void settle() {
        int quiet = 0;
        for (int steps = 0; quiet < 60; steps++) {
            if (steps > MOST_STEPS) {
                throw new Broken(Promise.CONVERGES, "never quiet: " + busy());
            }
            stepOfAny();
            boolean isQuiet =
                    world.leader().isPresent() && deployment.running().allMatch(Replica::isQuiet);
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
        deployment.leaveOnly(leader);
        ServiceName cart = ApiServer.names().get(0);
        Set<KvKey> keys = world.api.last(cart).map(v -> v.wanted().keySet()).orElse(Set.of());
        say("-- " + cart + " is not exported any more");
        world.api.unexport(cart);
        faults.deleteLock();
        settle();
        List<KvKey> left = keys.stream().filter(key -> world.consul.get(key).isPresent()).toList();
        if (!left.isEmpty() && world.maxDeletePercent == 100) {
            throw new Broken(Promise.CONVERGES, left + " are still there");
        }
    }

    /** What is broken; empty if nothing is. */
    static Optional<Broken> broken(long seed, Variant variant) {
        try {
            new History(new Random(seed), variant, line -> {}).run();
            return Optional.empty();
        } catch (Broken e) {
            return Optional.of(e);
        }
    }
}
