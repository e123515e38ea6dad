package io.kse.kubernetes;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Ready when all that is watched has been listed once, as far as that can be. Stays ready through
 * later outages: what is known then is still good.
 */
final class InformersHealthCheck extends AbstractHealthCheck {
    private final Supplier<? extends Optional<? extends Informers<?>>> informers;
    private final Predicate<Informers<?>> ready;
    private final WatchTrouble trouble;

    /** {@code ready}: when they are, though perhaps not complete. */
    InformersHealthCheck(
            String routeId,
            Supplier<? extends Optional<? extends Informers<?>>> informers,
            Predicate<Informers<?>> ready,
            WatchTrouble trouble) {
        super("camel", "consumer:" + routeId);
        this.informers = informers;
        this.ready = ready;
        this.trouble = trouble;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<? extends Informers<?>> running = informers.get();
        boolean complete = running.map(Informers::isComplete).orElse(false);
        boolean up = running.filter(ready).isPresent();
        result.state(up ? State.UP : State.DOWN);
        result.detail("complete", complete);
        result.detail("watching", running.map(Informers::isWatching).orElse(false));
        trouble.latest().ifPresent(reason -> result.detail("latest trouble", reason));
        if (!up) {
            result.message("the first list is not complete yet");
        }
    }
}
