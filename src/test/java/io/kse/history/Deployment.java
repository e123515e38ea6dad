package io.kse.history;

import io.kse.history.Step.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The replicas that there are; some of them stand still for a while. */
final class Deployment {
    private final Random random;
    private final World world;
    private final boolean isPartial;
    private final Consumer<String> trace;
    private final List<Replica> stopped = new ArrayList<>();
    private int born;

    /**
     * @param isPartial true if none of them may ever read one of the namespaces
     * @param trace hears of what becomes of them
     */
    Deployment(Random random, World world, boolean isPartial, Consumer<String> trace) {
        this.random = random;
        this.world = world;
        this.isPartial = isPartial;
        this.trace = trace;
    }

    boolean isPartial() {
        return isPartial;
    }

    void start() {
        Part slow = Part.values()[random.nextInt(Part.values().length)];
        Replica replica = new Replica("replica-" + ++born, world, slow);
        world.replicas.add(replica);
        if (isPartial || random.nextInt(10) == 0) {
            replica.watch.forbid("shop-x");
        }
        list(replica);
    }

    private void list(Replica replica) {
        trace.accept(replica + " lists its watch");
        replica.watch.list();
    }

    /** A watch that has been cut; rights may have come meanwhile. */
    void relist(Replica replica) {
        if (!isPartial && random.nextBoolean()) {
            replica.watch.allow();
        }
        list(replica);
    }

    /** Every right that is missing is granted, if ever. */
    void allow(Replica replica) {
        if (!isPartial && replica.watch.allow()) {
            list(replica);
        }
    }

    Replica any() {
        return world.replicas.get(random.nextInt(world.replicas.size()));
    }

    /** Its session stays; another one is started in its place. */
    void kill(Replica replica) {
        trace.accept(replica + " is killed");
        stopped.remove(replica);
        world.replicas.remove(replica);
        start();
    }

    void stopOrGoOn(Replica replica) {
        boolean goesOn = stopped.remove(replica);
        trace.accept(replica + (goesOn ? " goes on" : " stops for a while"));
        if (!goesOn) {
            stopped.add(replica);
        }
    }

    /** All but {@code replica} stand still. */
    void leaveOnly(Replica replica) {
        world.replicas.stream().filter(other -> other != replica).forEach(stopped::add);
    }

    void allGoOn() {
        stopped.clear();
    }

    boolean isStopped(Replica replica) {
        return stopped.contains(replica);
    }

    /** Those that do not stand still. */
    Stream<Replica> running() {
        return world.replicas.stream().filter(replica -> !stopped.contains(replica));
    }
}
