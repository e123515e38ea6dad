package io.kse.explain;

import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.explain.Presence.Absent;
import io.kse.explain.Presence.Present;
import io.kse.service.KeyTemplate;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts what was found out about a Service into words: whether it is exported, and why. Decides
 * nothing by itself: who reads Services, makes documents, plans and brakes has decided.
 */
public final class Explainer {
    private final KeySpace keys;
    private final Optional<KeyTemplate> template;
    private final Function<KvKey, Optional<Past>> lastWritten;
    private final Function<ServiceName, List<Past>> events;

    /**
     * @param template what keys are made of; empty means the service id
     * @param lastWritten the last change of a key; empty if it is not known
     * @param events the last ones of a Service, newest first
     */
    public Explainer(
            KeySpace keys,
            Optional<KeyTemplate> template,
            Function<KvKey, Optional<Past>> lastWritten,
            Function<ServiceName, List<Past>> events) {
        this.keys = keys;
        this.template = template;
        this.lastWritten = lastWritten;
        this.events = events;
    }

    public Explanation explain(Findings findings) {
        List<KeyFinding> found = keys(findings);
        Answer answer = Answer.of(findings, found);
        return new Explanation(
                findings.service(),
                answer.state(),
                answer.outcome(),
                answer.line(),
                findings.presence() instanceof Absent absent ? absent.near() : List.of(),
                steps(findings),
                found,
                events.apply(findings.service()),
                findings.notes());
    }

    private List<KeyFinding> keys(Findings findings) {
        ServiceKeys of =
                new ServiceKeys(
                        keys, template, lastWritten, findings.service(), findings.documents());
        return findings.outlook().map(of::of).orElseGet(of::unread);
    }

    private List<Step> steps(Findings findings) {
        Map<KvKey, ServiceName> taken = findings.outlook().map(Outlook::taken).orElse(Map.of());
        return findings.presence() instanceof Present present
                ? findings.documents()
                        .map(d -> ServiceSteps.of(present.service(), d, taken, keys.clusterId()))
                        .orElse(List.of())
                : List.of();
    }
}
