package io.kse.cli;

/** The disk is full, or whoever read our output has gone; the user has to look where it goes. */
final class UnwritableOutput extends Exception {
    private static final long serialVersionUID = 1L;

    UnwritableOutput(String message) {
        super(message);
    }
}
