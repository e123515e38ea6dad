package io.kse.cli;

import java.util.List;

/** Input that is not what it should be; nothing was printed. The user has to look at the files. */
final class UnreadableInput extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    UnreadableInput(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    UnreadableInput(String problem) {
        this(List.of(problem));
    }

    /** One line each: which file, which document in it, and what is wrong. */
    List<String> problems() {
        return problems;
    }

    /** The same problems, said of {@code place}. */
    UnreadableInput in(String place) {
        return new UnreadableInput(
                problems.stream().map(problem -> place + ": " + problem).toList());
    }
}
