package io.kse.flow;

import io.kse.config.ServiceSettings;
import io.kse.document.KvKey;
import io.kse.explain.Explainer;
import io.kse.explain.Heard;
import io.kse.explain.Past;
import io.kse.plan.Planner;
import io.kse.status.History;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** The parts of the program that are there to explain a Service. */
final class ExplainFlow {
    private final FlowParts parts;
    private final Supplier<CamelContext> camel;
    private final History history;
    private final Clock clock = Clock.systemUTC();
    private final Heard heard = new Heard(clock);

    ExplainFlow(FlowParts parts, Supplier<CamelContext> camel) {
        this.parts = parts;
        this.camel = camel;
        this.history = parts.changes().history();
    }

    /** Those who want an explanation ask the result. */
    Questions bind(BiConsumer<String, Object> registry) {
        Questions questions = Questions.to(camel);
        registry.accept("explanations", explanations());
        registry.accept("heard", heard);
        registry.accept("explainAnswers", new ExplainAnswers(questions));
        return questions;
    }

    private Explanations explanations() {
        ServiceSettings settings = parts.config().services();
        return new Explanations(
                settings.namespaces(),
                parts.services().watched(),
                state(settings),
                new Explainer(
                        parts.keys(), settings.keyTemplate(), this::lastWritten, heard::last));
    }

    private ExplainedState state(ServiceSettings settings) {
        Planner planner = new Planner(parts.keys(), settings.keyTemplate());
        return new ExplainedState(parts, planner, clock.instant());
    }

    private Optional<Past> lastWritten(KvKey key) {
        return history.last(key)
                .map(
                        entry ->
                                new Past(
                                        entry.at(),
                                        (entry.put() ? "written: " : "deleted: ") + entry.what()));
    }
}
