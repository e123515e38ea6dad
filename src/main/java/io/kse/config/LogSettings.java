package io.kse.config;

import org.slf4j.event.Level;

/** What is logged, and how it looks. */
public record LogSettings(Format format, Level level) {
    /** Lines for people, or one JSON object a line. */
    public enum Format {
        TEXT,
        JSON
    }

    static LogSettings read(SettingsReader reader) {
        return new LogSettings(
                reader.value(Setting.KSE_LOG_FORMAT, Values.oneOf(Format.class)),
                reader.value(Setting.KSE_LOG_LEVEL, Values.oneOf(Level.class)));
    }
}
