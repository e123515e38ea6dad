package io.kse.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads settings and gathers what is wrong with them.
 *
 * <p>An empty value counts as unset. Never throws before all are read, and never shows a secret.
 */
final class SettingsReader {
    private final Map<String, String> environment;
    private final Map<Setting, String> problems = new EnumMap<>(Setting.class);
    private final List<String> warnings = new ArrayList<>();

    SettingsReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Empty if it is unset. */
    Optional<String> text(Setting setting) {
        return text(setting.name());
    }

    Optional<String> text(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isEmpty());
    }

    /**
     * The value, or the default's if it is unset or bad.
     *
     * @param parser throws IllegalArgumentException if it does not like the text, with the reason
     *     on one line; what is accepted is for {@link Setting} to say
     */
    <T> T value(Setting setting, Function<String, T> parser) {
        return given(setting, parser).orElseGet(() -> parser.apply(setting.byDefault()));
    }

    /** The value; empty if it is unset or bad. */
    <T> Optional<T> given(Setting setting, Function<String, T> parser) {
        return text(setting).flatMap(text -> parse(setting, text, parser));
    }

    /** Like {@link #given}, but it is a problem if it is unset. */
    <T> Optional<T> required(Setting setting, Function<String, T> parser) {
        if (text(setting).isEmpty()) {
            problem(setting, "not set");
        }
        return given(setting, parser);
    }

    private <T> Optional<T> parse(Setting setting, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            String value = setting.isSecret() ? "(secret)" : Shown.quoted(text);
            problem(setting, "value " + value + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    void problem(Setting setting, String problem) {
        String accepted = setting.accepted().replace("`", "");
        problems.put(setting, setting + ": " + problem + "; accepted: " + accepted);
    }

    void warning(String warning) {
        warnings.add(warning);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * @throws BadSettings if anything that was read is bad
     */
    void check() throws BadSettings {
        if (!problems.isEmpty()) {
            throw new BadSettings(List.copyOf(problems.values()));
        }
    }
}
