package io.kse.explain;

import io.kse.service.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An explanation as people read it in a terminal. No line of it can rewrite another. */
final class ExplanationText {
    private static final int WIDTH = 100;
    private static final int LONGEST = 2000;
    private static final String INDENT = "  ";

    private final List<String> lines = new ArrayList<>();

    private ExplanationText() {}

    static String of(Explanation explanation) {
        ExplanationText text = new ExplanationText();
        text.lines.add(explanation.answer());
        text.steps(explanation.steps());
        explanation.keys().forEach(text::key);
        text.events(explanation.events());
        text.notes(explanation.notes());
        return text.lines.stream().map(Quoted::visible).collect(Collectors.joining("\n", "", "\n"));
    }

    private void steps(List<Step> steps) {
        heading("step by step:", steps);
        steps.forEach(step -> lines.add(mark(step) + line(step.name(), step.says())));
    }

    /** What begins with that word is not told it twice. */
    private static String line(String word, String says) {
        boolean isTold = says.startsWith(word + " ") || says.startsWith(word + ":");
        return isTold ? says : word + ": " + says;
    }

    /** One that stands in the way is seen at once. */
    private static String mark(Step step) {
        return step.ok() ? "  + " : "  ! ";
    }

    private void heading(String heading, List<?> below) {
        if (!below.isEmpty()) {
            lines.add("");
            lines.add(heading);
        }
    }

    private void key(KeyFinding key) {
        lines.add("");
        lines.add("key " + key.key());
        lines.add(INDENT + line(key.state().word(), key.says()));
        boolean isEqual = key.state() == KeyState.EQUAL;
        key.wanted().ifPresent(json -> document(wanted(key.state()), json));
        key.stored()
                .filter(stored -> !isEqual || key.wanted().isEmpty())
                .ifPresent(stored -> document("holds: ", stored));
        key.lastWritten()
                .map(past -> INDENT + "last changed " + past.at() + ": " + past.what())
                .ifPresent(lines::add);
    }

    private static String wanted(KeyState state) {
        return switch (state) {
            case EQUAL -> "holds: ";
            case TAKEN -> "would hold: ";
            default -> "should hold: ";
        };
    }

    /** In lines that break behind a comma where one is near enough. */
    private void document(String what, String json) {
        String rest = what + (json.length() > LONGEST ? json.substring(0, LONGEST) + "…" : json);
        String indent = INDENT;
        while (rest.length() > WIDTH) {
            int comma = rest.lastIndexOf(",\"", WIDTH);
            int end = comma > 0 ? comma + 1 : WIDTH;
            lines.add(indent + rest.substring(0, end));
            rest = rest.substring(end);
            indent = INDENT + INDENT;
        }
        lines.add(indent + rest);
    }

    private void events(List<Past> events) {
        heading("last events:", events);
        events.forEach(event -> lines.add(INDENT + event.at() + " " + event.what()));
    }

    private void notes(List<String> notes) {
        heading("notes:", notes);
        notes.forEach(note -> lines.add(INDENT + note));
    }
}
