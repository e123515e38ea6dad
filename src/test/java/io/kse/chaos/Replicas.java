package io.kse.chaos;

import static org.awaitility.Awaitility.await;

import io.kse.cli.ExporterProcess;
import io.kse.testbed.RealConsul;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Two processes of the program; whoever ends is replaced by another with a name of its own. */
final class Replicas implements AutoCloseable {
    private static final int NUMBER = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path folder;
    private final Map<String, String> environment;
    private final RealConsul consul;
    private final Map<String, ExporterProcess> running = new TreeMap<>();
    private int started;

    Replicas(Path folder, Map<String, String> environment, RealConsul consul) {
        this.folder = folder;
        this.environment = environment;
        this.consul = consul;
    }

    /** As many as are missing; does not wait for them. */
    void start() throws IOException {
        while (running.size() < NUMBER) {
            String name = "pod-" + ++started;
            Map<String, String> own = new HashMap<>(environment);
            own.put("KSE_POD_NAME", name);
            running.put(name, ExporterProcess.start(folder, own));
        }
    }

    /** Until all of them have their caches. */
    void awaitStarted() {
        running.values().forEach(replica -> replica.awaitOutput("cluster prod: Services of"));
    }

    void awaitLeader() {
        await("a leader").atMost(PATIENCE).until(() -> running.containsKey(leaderName()));
    }

    /** Empty if nobody leads. */
    private String leaderName() {
        try {
            String lock = Landscape.KEYS.leader().path();
            return consul.holder(lock).isPresent() ? consul.get(lock).orElse("") : "";
        } catch (UncheckedIOException | IllegalStateException e) {
            return "";
        }
    }

    /** The one that leads, or the other one. */
    String name(boolean leads) {
        awaitLeader();
        String leader = leaderName();
        return running.keySet().stream()
                .filter(name -> name.equals(leader) == leads)
                .findFirst()
                .orElseThrow();
    }

    /**
     * @throws IllegalStateException if one of them has ended, and no fault has ended it
     */
    void requireAll() {
        running.forEach(
                (name, replica) -> {
                    if (!replica.isAlive()) {
                        throw new IllegalStateException(name + " has ended by itself");
                    }
                });
    }

    ExporterProcess get(String name) {
        return running.get(name);
    }

    /** It has ended, or does so now. */
    void remove(String name) {
        running.remove(name).close();
    }

    @Override
    public void close() {
        running.values().forEach(ExporterProcess::close);
    }
}
