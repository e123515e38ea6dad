package io.kse.config;

import java.util.List;

/** All that is wrong with the environment. The program cannot start; no message shows a secret. */
public final class BadSettings extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    BadSettings(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each: name, value and what is accepted. */
    public List<String> problems() {
        return problems;
    }
}
