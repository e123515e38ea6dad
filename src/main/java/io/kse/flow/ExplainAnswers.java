package io.kse.flow;

import io.kse.explain.AskedName;
import io.kse.explain.Explanation;
import io.kse.explain.State;
import io.kse.http.Accepted;
import io.kse.service.ServiceName;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Message;

/** Explanations for those who ask over HTTP. Shows nothing of the request but valid names. */
public final class ExplainAnswers {
    private static final String TEXT = "text/plain";
    private static final String JSON = "application/json";

    private final Questions questions;

    ExplainAnswers(Questions questions) {
        this.questions = questions;
    }

    /** What to answer to a request for {@code /explain/<namespace>/<service>}. */
    public HttpAnswer answer(Message request) {
        Optional<ServiceName> name =
                AskedName.of(inPath(request, "namespace"), inPath(request, "service"));
        if (name.isEmpty()) {
            return HttpAnswer.text(400, "no name of a Service: accepted is " + AskedName.ACCEPTED);
        }
        try {
            ServiceName asked = name.get();
            Accepted accepted = new Accepted(joined(request.getHeader("Accept")));
            return answer(questions.explain(asked.namespace(), asked.name()), accepted);
        } catch (TooManyQuestions e) {
            return HttpAnswer.text(503, e.getMessage());
        }
    }

    private static HttpAnswer answer(Explanation explanation, Accepted accepted) {
        boolean asText = accepted.prefers(TEXT, JSON);
        return new HttpAnswer(
                explanation.state().equals(State.UNKNOWN) ? 404 : 200,
                asText ? TEXT + "; charset=utf-8" : JSON,
                explanation.outcome().word(),
                asText ? explanation.text() : explanation.json());
    }

    /** Behind headers and parameters of the same name, which anybody can send. */
    private static String inPath(Message request, String name) {
        Object value = request.getHeader(name);
        return value instanceof Collection<?> values
                ? String.valueOf(values.toArray()[values.size() - 1])
                : Objects.toString(value, "");
    }

    private static String joined(Object header) {
        if (header instanceof Collection<?> values) {
            return values.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return header == null ? null : header.toString();
    }
}
