package io.kse.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The meters of the servers that we depend on: whether they are away, and for how long. */
public final class ServerMeters implements MeterBinder {
    private final Map<String, Supplier<Duration>> silences;

    /**
     * @param silences by the server's name, how long its present outage is; zero if there is none
     */
    public ServerMeters(Map<String, Supplier<Duration>> silences) {
        this.silences = new TreeMap<>(silences);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        silences.forEach(
                (server, silence) -> {
                    Meters.gauge(
                                    "unavailable.servers",
                                    "servers",
                                    "1 while requests to that server fail",
                                    () -> silence.get().isZero() ? 0 : 1)
                            .tag("server", server)
                            .register(registry);
                    Meters.seconds(
                                    "unavailable",
                                    "Time for which requests to that server have failed by now",
                                    () -> Meters.seconds(silence.get()))
                            .tag("server", server)
                            .register(registry);
                });
    }
}
