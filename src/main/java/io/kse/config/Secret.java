package io.kse.config;

/**
 * A token or password. Its text never shows up in logs or messages by accident: {@link #reveal()}
 * has to be asked.
 */
public final class Secret {
    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
