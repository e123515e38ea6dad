package io.kse.config;

import java.util.Map;

/**
 * Our own HTTP server.
 *
 * @param ip where it listens; an IPv6 address has no brackets
 * @param port 0 means any free one
 */
public record HttpSettings(String ip, int port, StatusPage statusPage) {
    /** Who may see the page, explain and debug end points; health and metrics are always there. */
    public enum StatusPage {
        LOCAL,
        ALL,
        OFF
    }

    /**
     * These alone, for who asks a running exporter.
     *
     * @throws BadSettings with everything that is wrong
     */
    public static HttpSettings from(Map<String, String> environment) throws BadSettings {
        SettingsReader reader = new SettingsReader(environment);
        HttpSettings settings = read(reader);
        reader.check();
        return settings;
    }

    static HttpSettings read(SettingsReader reader) {
        return new HttpSettings(
                reader.value(Setting.KSE_HTTP_IP, Hosts::parse),
                reader.value(Setting.KSE_HTTP_PORT, Values.between(0, Values.LARGEST_PORT)),
                reader.value(Setting.KSE_STATUS_PAGE, Values.oneOf(StatusPage.class)));
    }
}
