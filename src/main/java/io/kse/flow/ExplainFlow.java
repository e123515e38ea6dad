package io.kse.flow;

import io.kse.config.ExporterConfig;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.explain.Explainer;
import io.kse.explain.Explanation;
import io.kse.explain.Heard;
import io.kse.explain.Past;
import io.kse.kubernetes.WatchedServices;
import io.kse.plan.Planner;
import io.kse.service.ServiceName;
import io.kse.status.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** The parts of the program that are there to explain a Service. */
final class ExplainFlow {
    private static final String ROUTE = "direct:explain-service";

    private final Supplier<CamelContext> camel;
    private final History history;
    private final Heard heard = new Heard(Clock.systemUTC());
    private final Explanations explanations;

    ExplainFlow(FlowParts parts, Supplier<CamelContext> camel) {
        this.camel = camel;
        this.history = parts.changes().history();
        ExporterConfig config = parts.config();
        KeySpace keys = parts.keys();
        WatchedServices watched = parts.services().watched();
        Planner planner = new Planner(keys, config.services().keyTemplate());
        this.explanations =
                new Explanations(
                        config.services().namespaces(),
                        watched,
                        new ExplainedState(
                                keys,
                                parts.desired(),
                                planner,
                                parts.brake(),
                                parts.leadership(),
                                watched,
                                () -> parts.services().component().waiting().keySet(),
                                parts.changes().failed()),
                        new Explainer(
                                keys,
                                config.services().keyTemplate(),
                                this::lastWritten,
                                heard::last),
                        this::runRoute);
    }

    Explanations bind(BiConsumer<String, Object> registry) {
        registry.accept("explanations", explanations);
        registry.accept("heard", heard);
        registry.accept("explainAnswers", new ExplainAnswers(explanations));
        return explanations;
    }

    private Optional<Past> lastWritten(KvKey key) {
        return history.last(key)
                .map(
                        entry ->
                                new Past(
                                        entry.at(),
                                        (entry.put() ? "written: " : "deleted: ") + entry.what()));
    }

    private Explanation runRoute(ServiceName name) {
        try (ProducerTemplate producer = camel.get().createProducerTemplate()) {
            return producer.requestBody(ROUTE, name, Explanation.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
