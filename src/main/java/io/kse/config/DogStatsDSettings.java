package io.kse.config;

import java.util.List;

/**
 * Where metrics are sent.
 *
 * @param host an IPv6 address has no brackets
 * @param tags of every metric
 */
public record DogStatsDSettings(boolean enabled, String host, int port, List<String> tags) {
    public DogStatsDSettings {
        tags = List.copyOf(tags);
    }

    static DogStatsDSettings read(SettingsReader reader) {
        return new DogStatsDSettings(
                reader.value(Setting.KSE_DOGSTATSD_ENABLED, Values::bool),
                reader.value(Setting.KSE_DOGSTATSD_HOST, Hosts::parse),
                reader.value(Setting.KSE_DOGSTATSD_PORT, Values.port()),
                reader.value(Setting.KSE_DOGSTATSD_TAGS, Values::tags));
    }
}
