package io.kse.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.kse.document.DocumentJson;
import io.kse.document.DocumentReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** An explanation as JSON. What the members are called is API. */
final class ExplanationJson {
    private ExplanationJson() {}

    @JsonPropertyOrder({
        "service", "state", "outcome", "answer", "near", "steps", "keys", "events", "notes"
    })
    private record Form(
            String service,
            String state,
            String outcome,
            String answer,
            List<String> near,
            List<Step> steps,
            List<Key> keys,
            List<Event> events,
            List<String> notes) {}

    /** Documents are objects; a stored value that is none is a string. */
    @JsonPropertyOrder({"key", "state", "says", "owner", "wanted", "stored", "lastWritten"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Key(
            String key,
            String state,
            String says,
            String owner,
            @JsonRawValue String wanted,
            @JsonRawValue String stored,
            Event lastWritten) {}

    @JsonPropertyOrder({"at", "what"})
    private record Event(String at, String what) {
        static Event of(Past past) {
            return new Event(past.at().toString(), past.what());
        }
    }

    static String of(Explanation explanation) {
        return DocumentJson.write(
                new Form(
                        explanation.service().toString(),
                        explanation.state().word(),
                        explanation.outcome().word(),
                        explanation.answer(),
                        explanation.near().stream().map(Object::toString).toList(),
                        explanation.steps(),
                        explanation.keys().stream().map(ExplanationJson::key).toList(),
                        explanation.events().stream().map(Event::of).toList(),
                        explanation.notes()));
    }

    private static Key key(KeyFinding finding) {
        return new Key(
                finding.key().path(),
                finding.state().word(),
                finding.says(),
                finding.owner().map(Object::toString).orElse(null),
                finding.wanted().orElse(null),
                finding.stored().map(ExplanationJson::raw).orElse(null),
                finding.lastWritten().map(Event::of).orElse(null));
    }

    /** Anybody may have written it. */
    private static String raw(String stored) {
        return Optional.of(stored)
                .filter(text -> DocumentReader.read(utf8(text)).isPresent())
                .orElseGet(() -> '"' + quoted(stored) + '"');
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
