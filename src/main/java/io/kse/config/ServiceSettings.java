package io.kse.config;

import io.kse.service.KeyTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which Services are exported, and how.
 *
 * @param namespaces each once; empty means all
 * @param keyTemplate empty means that keys hold the service id itself
 * @param resyncPeriod between two comparisons of everything
 * @param maxRequeueCount how often a change is tried again before it is left to the comparison
 */
public record ServiceSettings(
        List<String> namespaces,
        Optional<KeyTemplate> keyTemplate,
        Duration resyncPeriod,
        int maxRequeueCount) {
    public ServiceSettings {
        namespaces = List.copyOf(namespaces);
    }

    static ServiceSettings read(SettingsReader reader) {
        int minutes =
                reader.value(
                        Setting.KSE_SERVICE_RESYNC_PERIOD, Values.between(1, Integer.MAX_VALUE));
        return new ServiceSettings(
                reader.given(Setting.KSE_NAMESPACE_LIST, Values::namespaces).orElse(List.of()),
                reader.given(Setting.KSE_SERVICES_KEY_TEMPLATE, KeyTemplate::parse),
                Duration.ofMinutes(minutes),
                reader.value(Setting.KSE_MAX_REQUEUE_COUNT, Values.between(0, Integer.MAX_VALUE)));
    }
}
