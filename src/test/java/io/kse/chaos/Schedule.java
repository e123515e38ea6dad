package io.kse.chaos;

import io.kse.chaos.ServiceState.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a trial does, and when. The same seed always gives the same.
 *
 * @param services as they are at the beginning
 * @param nodes as they are at the beginning
 * @param changes in the order of time
 * @param faultAt after the beginning
 */
record Schedule(
        List<ServiceState> services,
        List<NodeState> nodes,
        List<Change> changes,
        Duration faultAt) {
    private static final int SERVICES = 12;
    private static final int BEHIND_GATE = 3;
    private static final int NODES = 6;
    private static final int CHANGES = 40;

    /** Beside the time that the fault takes. */
    private static final Duration STREAM = Duration.ofMillis(1500);

    private static final List<String> PORTS = List.of("web", "admin", "tls");
    private static final int FIRST_NODE_PORT = 30000;
    private static final int NODE_PORTS_EACH = 200;

    /** One change of one object. */
    sealed interface Change {
        /** After the beginning. */
        Duration at();
    }

    record ServiceChange(Duration at, ServiceState state) implements Change {}

    record NodeChange(Duration at, NodeState state) implements Change {}

    /**
     * @param lasts how long the fault takes
     */
    static Schedule of(RandomGenerator random, Duration lasts) {
        return new Author(random).schedule(lasts);
    }

    /** Whenever they are exported. */
    static Set<String> namesBehindGate() {
        return IntStream.rangeClosed(1, BEHIND_GATE)
                .mapToObj(Schedule::name)
                .collect(Collectors.toSet());
    }

    private static String name(int slot) {
        return slot == 0 ? ServiceState.GATE : "service-" + slot;
    }

    private static final class Author {
        private final RandomGenerator random;
        private final Map<String, NodeState> nodes = new TreeMap<>();
        private final int[] nodePorts = new int[SERVICES + 1];
        private int number;

        Author(RandomGenerator random) {
            this.random = random;
        }

        Schedule schedule(Duration lasts) {
            List<ServiceState> services =
                    IntStream.rangeClosed(0, SERVICES).mapToObj(this::atFirst).toList();
            IntStream.range(0, NODES)
                    .mapToObj(i -> NodeState.ready("node-" + i))
                    .forEach(node -> nodes.put(node.name(), node));
            List<NodeState> ready = List.copyOf(nodes.values());
            Duration stream = STREAM.plus(lasts);
            List<Change> changes = new ArrayList<>();
            moments(stream).forEach(at -> changes.add(change(at)));
            Duration faultAt = Duration.ofMillis(random.nextLong(100, 1000));
            return new Schedule(services, ready, List.copyOf(changes), faultAt);
        }

        private List<Duration> moments(Duration stream) {
            return IntStream.range(0, CHANGES)
                    .mapToObj(i -> Duration.ofMillis(random.nextLong(stream.toMillis())))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }

        /** Valid, so that everything has been published when the trial begins. */
        private ServiceState atFirst(int slot) {
            Kind kind = random.nextInt(4) == 0 ? Kind.ABSENT : valid(slot);
            return state(slot, slot == 0 ? Kind.PLAIN : kind);
        }

        private Change change(Duration at) {
            if (random.nextInt(5) == 0) {
                NodeState node = next("node-" + random.nextInt(1, NODES));
                nodes.put(node.name(), node);
                return new NodeChange(at, node);
            }
            int slot = random.nextInt(SERVICES + 1);
            return new ServiceChange(at, state(slot, slot == 0 ? gate() : kind(slot)));
        }

        private Kind gate() {
            return random.nextInt(3) == 0 ? Kind.ABSENT : Kind.PLAIN;
        }

        private Kind kind(int slot) {
            return switch (random.nextInt(12)) {
                case 0, 1 -> Kind.ABSENT;
                case 2 -> Kind.PLAIN;
                case 3 -> Kind.UNEXPORTED;
                case 4 -> Kind.UNCLEAR;
                case 5 -> Kind.REFUSED;
                default -> valid(slot);
            };
        }

        private static Kind valid(int slot) {
            if (slot <= BEHIND_GATE) {
                return Kind.BEHIND_GATE;
            }
            return slot % 2 == 0 ? Kind.EXPORTED : Kind.SHARED;
        }

        private ServiceState state(int slot, Kind kind) {
            Map<String, Integer> ports = new TreeMap<>();
            if (slot == 0) {
                ports.put(ServiceState.GATE_PORT, nodePort(slot));
                return new ServiceState(name(slot), kind, ++number, ports);
            }
            for (String port : PORTS) {
                switch (random.nextInt(6)) {
                    case 0, 1 -> {}
                    case 2 -> ports.put(port, 0);
                    default -> ports.put(port, nodePort(slot));
                }
            }
            if (ports.isEmpty()) {
                ports.put(PORTS.get(0), nodePort(slot));
            }
            return new ServiceState(name(slot), kind, ++number, ports);
        }

        /** Each Service has its own range, so that no two ever want the same. */
        private int nodePort(int slot) {
            return FIRST_NODE_PORT + slot * NODE_PORTS_EACH + nodePorts[slot]++;
        }

        /** One aspect at a time, since the API server takes only one at a time. */
        private NodeState next(String name) {
            NodeState now = nodes.get(name);
            if (!now.exists()) {
                return NodeState.ready(name);
            }
            return switch (random.nextInt(3)) {
                case 0 -> now.gone();
                case 1 -> now.withReady(!now.ready());
                default -> now.withSchedulable(!now.schedulable());
            };
        }
    }
}
