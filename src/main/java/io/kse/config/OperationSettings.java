package io.kse.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What an operator may want beyond the original.
 *
 * @param maxDeletePercent where the brake sets in, 0 to 100; 100 means never
 * @param drained whether this cluster is taken out of the load balancers
 * @param heartbeat between two heartbeats; empty means that there are none
 */
public record OperationSettings(
        int maxDeletePercent, boolean drained, Optional<Duration> heartbeat) {
    static OperationSettings read(SettingsReader reader) {
        int seconds =
                reader.value(Setting.KSE_HEARTBEAT_SECONDS, Values.between(0, Integer.MAX_VALUE));
        return new OperationSettings(
                reader.value(Setting.KSE_MAX_DELETE_PERCENT, Values.between(0, 100)),
                reader.value(Setting.KSE_DRAIN, Values::bool),
                Optional.of(Duration.ofSeconds(seconds)).filter(period -> !period.isZero()));
    }
}
