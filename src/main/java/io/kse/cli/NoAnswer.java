package io.kse.cli;

/** A running exporter that was asked did not answer, or not with what was asked for. */
final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswer(String line, Throwable cause) {
        super(line, cause);
    }

    NoAnswer(String line) {
        super(line);
    }
}
