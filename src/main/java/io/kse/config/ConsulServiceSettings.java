package io.kse.config;

/**
 * Whether exported ports are Consul Services too.
 *
 * @param deregisteredOnExit whether they are taken out when the program ends
 */
public record ConsulServiceSettings(boolean enabled, boolean deregisteredOnExit) {
    static ConsulServiceSettings read(SettingsReader reader) {
        return new ConsulServiceSettings(
                reader.value(Setting.KSE_SERVICES_ENABLED, Values::bool),
                reader.value(Setting.KSE_SERVICES_DEREGISTER_ON_EXIT, Values::bool));
    }
}
