package io.kse.chaos;

import io.kse.cli.ExporterProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What may happen to a replica. */
final class ExporterFaults {
    private static final Duration MOST_WRONG = Duration.ofDays(400);

    private ExporterFaults() {}

    /** SIGKILL; another one is started, and not waited for. */
    static Injection kill(boolean leader) {
        return (landscape, random) -> {
            String name = landscape.replicas.name(leader);
            landscape.replicas.get(name).kill();
            return () -> replace(landscape, name);
        };
    }

    /** SIGTERM; another one is started, and not waited for. */
    static Injection terminate(boolean leader) {
        return (landscape, random) -> {
            String name = landscape.replicas.name(leader);
            ExporterProcess process = landscape.replicas.get(name);
            process.terminate();
            int exitCode = process.awaitExit();
            if (exitCode != 0 && exitCode != 143) {
                throw new IllegalStateException("exit code after SIGTERM: " + exitCode);
            }
            return () -> replace(landscape, name);
        };
    }

    private static void replace(Landscape landscape, String name) throws IOException {
        landscape.replicas.remove(name);
        landscape.replicas.start();
    }

    /** SIGSTOP. */
    static Injection stop(boolean leader) {
        return (landscape, random) -> {
            ExporterProcess process = landscape.replicas.get(landscape.replicas.name(leader));
            process.pause();
            return process::resume;
        };
    }

    /** The wall clock of all replicas jumps, into the past or the future, and back again. */
    static Injection.End shiftClock(Landscape landscape, RandomGenerator random) {
        long most = MOST_WRONG.toSeconds();
        landscape.clock().shift(Duration.ofSeconds(random.nextLong(-most, most)));
        return () -> landscape.clock().shift(Duration.ZERO);
    }
}
