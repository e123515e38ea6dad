package io.kse.log;

import ch.qos.logback.core.PropertyDefinerBase;
import java.util.List;
import java.util.Locale;

/**
 * What {@code logback.xml} goes by, as a setting says it in any case. Never leaves the program
 * without a voice: until all settings are checked, what is not accepted counts as the first choice.
 */
public final class LogChoice extends PropertyDefinerBase {
    private String setting = "";
    private List<String> choices = List.of();

    /** The name of the environment variable. */
    public void setSetting(String setting) {
        this.setting = setting;
    }

    /** What is accepted, with commas between; the first one is the default. */
    public void setChoices(String choices) {
        this.choices = List.of(choices.split(","));
    }

    @Override
    public String getPropertyValue() {
        return choose(System.getenv(setting));
    }

    /** {@code given}: null if the variable is not set. */
    String choose(String given) {
        String wanted = given == null ? "" : given.strip().toLowerCase(Locale.ROOT);
        return choices.contains(wanted) ? wanted : choices.get(0);
    }
}
