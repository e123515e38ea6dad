package io.kse.flow;

import io.kse.config.HttpSettings;
import io.kse.http.HeaderGate;
import io.kse.http.HttpAddress;
import io.kse.http.HttpLimits;
import io.kse.http.HttpServers;
import io.kse.http.StatusAccess;
import io.kse.log.RouteInLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;

/** The parts of the program that are there for {@code http.camel.yaml} and the server under it. */
final class HttpFlow {
    private final HttpSettings settings;
    private final HttpAddress address;
    private final Supplier<CamelContext> camel;

    HttpFlow(HttpSettings settings, Supplier<CamelContext> camel) {
        this.settings = settings;
        this.address = new HttpAddress(settings.ip(), settings.port());
        this.camel = camel;
    }

    HttpAddress address() {
        return address;
    }

    /**
     * @param consul its address, for people
     * @param consulHasAnswered see {@link Readiness}
     */
    void bind(
            BiConsumer<String, Object> registry, String consul, BooleanSupplier consulHasAnswered) {
        registry.accept("httpServers", new HttpServers(address, HttpLimits.standard()));
        registry.accept("headerGate", new HeaderGate());
        registry.accept("routeInLog", new RouteInLog());
        registry.accept("statusAccess", new StatusAccess(settings.statusPage()));
        registry.accept(
                "readiness",
                new Readiness(
                        () -> HealthCheckHelper.invokeReadiness(camel.get()),
                        consulHasAnswered,
                        consul));
        registry.accept("debugVars", new DebugVars(() -> meters(MeterRegistry.class)));
        registry.accept("scrape", new Scrape());
    }

    private <T extends MeterRegistry> T meters(Class<T> type) {
        return camel.get().getRegistry().findSingleByType(type);
    }

    /** All meters, as Prometheus reads them. */
    public final class Scrape {
        /** The same as {@code /observe/metrics} answers. */
        public String text() {
            return meters(PrometheusMeterRegistry.class).scrape();
        }
    }
}
