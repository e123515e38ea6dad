package io.kse.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How our meters look: all begin with the same name, each says what it is and in which unit. A
 * registry would forget what a gauge asks if nobody else remembered it; these are remembered.
 */
final class Meters {
    private static final String FAMILY = "kube_service_exporter.";

    private Meters() {}

    /**
     * @param name should end in the unit, so that Prometheus' name does not say it twice
     */
    static Gauge.Builder<Supplier<Number>> gauge(
            String name, String unit, String description, IntSupplier value) {
        return Gauge.builder(FAMILY + name, (Supplier<Number>) value::getAsInt)
                .baseUnit(unit)
                .description(description);
    }

    static Gauge.Builder<Supplier<Number>> ratio(
            String name, String description, DoubleSupplier ratio) {
        return Gauge.builder(FAMILY + name, (Supplier<Number>) ratio::getAsDouble)
                .baseUnit("ratio")
                .description(description);
    }

    /**
     * @param seconds NaN if there is nothing to tell
     */
    static TimeGauge.Builder<Supplier<Number>> seconds(
            String name, String description, DoubleSupplier seconds) {
        return TimeGauge.builder(
                        FAMILY + name, (Supplier<Number>) seconds::getAsDouble, TimeUnit.SECONDS)
                .description(description);
    }

    static Counter.Builder counter(String name, String unit, String description) {
        return Counter.builder(FAMILY + name).baseUnit(unit).description(description);
    }

    /** Remembered by the function itself: the registry remembers the class only. */
    static FunctionCounter.Builder<Class<Meters>> counter(
            String name, String unit, String description, LongSupplier count) {
        return FunctionCounter.builder(FAMILY + name, Meters.class, any -> count.getAsLong())
                .baseUnit(unit)
                .description(description);
    }

    static Timer.Builder timer(String name, String description) {
        return Timer.builder(FAMILY + name).description(description);
    }

    static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    /** As a label says it. */
    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
