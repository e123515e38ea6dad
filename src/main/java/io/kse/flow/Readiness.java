package io.kse.flow;

import io.kse.config.KnownSecrets;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;

/**
 * Whether a rollout may go on: Camel's checks are up, which means that the routes run and that what
 * they watch is known, and Consul has done something that it was asked for, so that the token is
 * one. Who leads does not matter. Later outages change nothing.
 */
public final class Readiness {
    private static final String READY = "ok";

    private final Supplier<Collection<HealthCheck.Result>> checks;
    private final BooleanSupplier consulHasAnswered;
    private final String consul;

    /**
     * @param checks as {@code /observe/health/ready} makes them
     * @param consulHasAnswered with anything but a refusal, once since the start
     * @param consul its address, for people
     */
    Readiness(
            Supplier<Collection<HealthCheck.Result>> checks,
            BooleanSupplier consulHasAnswered,
            String consul) {
        this.checks = checks;
        this.consulHasAnswered = consulHasAnswered;
        this.consul = consul;
    }

    /** {@code ok}, or a line for each thing that is waited for. */
    public String text() {
        List<String> missing = Stream.concat(checksDown(), consulSilent()).toList();
        return missing.isEmpty() ? READY : String.join("\n", missing) + "\n";
    }

    /** The status to answer {@code text} with. */
    public int status(String text) {
        return text.equals(READY) ? 200 : 503;
    }

    private Stream<String> checksDown() {
        return checks.get().stream()
                .filter(result -> result.getState() != HealthCheck.State.UP)
                .map(Readiness::line)
                .sorted();
    }

    private static String line(HealthCheck.Result result) {
        Object trouble = result.getDetails().get("latest trouble");
        String said =
                Stream.of(result.getMessage().orElse("not up yet"), trouble)
                        .filter(part -> part != null)
                        .map(part -> part.toString().replaceAll("\\s+", " "))
                        .collect(Collectors.joining("; "));
        return "waits for " + result.getCheck().getId() + ": " + KnownSecrets.masked(said);
    }

    private Stream<String> consulSilent() {
        return consulHasAnswered.getAsBoolean()
                ? Stream.empty()
                : Stream.of(
                        "waits for Consul at "
                                + consul
                                + ": it has done nothing yet that it was asked for; the log says"
                                + " why");
    }
}
