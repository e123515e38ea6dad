package io.kse.explain;

import io.kse.service.ServiceName;
import java.util.List;

/**
 * Why a Service is exported, or why not.
 *
 * @param answer in one line
 * @param near names that an unknown one may have been meant by, the nearest first
 * @param steps on the way from the Service to its documents; empty if there is no such Service
 * @param keys what Consul holds of it, sorted by key
 * @param events the last ones, newest first
 * @param notes what else bears on the answer, such as who leads and what did not answer
 */
public record Explanation(
        ServiceName service,
        State state,
        Outcome outcome,
        String answer,
        List<ServiceName> near,
        List<Step> steps,
        List<KeyFinding> keys,
        List<Past> events,
        List<String> notes) {
    public Explanation {
        near = List.copyOf(near);
        steps = List.copyOf(steps);
        keys = List.copyOf(keys);
        events = List.copyOf(events);
        notes = List.copyOf(notes);
    }

    /** For people: short lines, the answer first; ends with a line feed. */
    public String text() {
        return ExplanationText.of(this);
    }

    /** For programs: the names of the members, and the words of the states, stay as they are. */
    public String json() {
        return ExplanationJson.of(this);
    }
}
