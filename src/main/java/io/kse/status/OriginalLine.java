package io.kse.status;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.statsd.StatsdLineBuilder;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a meter's lines exactly as the original sent them: {@code name:value|type|#tags}, without
 * the tag for the kind of number that Micrometer's own lines carry.
 */
final class OriginalLine implements StatsdLineBuilder {
    private final String name;
    private final String end;

    /**
     * @param always tags of every line, as an operator wrote them
     */
    OriginalLine(Meter.Id id, List<String> always) {
        this.name = id.getName();
        String tags =
                Stream.concat(id.getTags().stream().map(OriginalLine::text), always.stream())
                        .collect(Collectors.joining(","));
        this.end = tags.isEmpty() ? "" : "|#" + tags;
    }

    private static String text(Tag tag) {
        return tag.getKey() + ":" + tag.getValue();
    }

    @Override
    public String count(long amount, Statistic stat) {
        return line(String.valueOf(amount), "c");
    }

    @Override
    public String gauge(double amount, Statistic stat) {
        return line(number(amount), "g");
    }

    @Override
    public String histogram(double amount) {
        return line(number(amount), "h");
    }

    @Override
    public String timing(double millis) {
        return line(number(millis), "ms");
    }

    private static String number(double amount) {
        return BigDecimal.valueOf(amount).stripTrailingZeros().toPlainString();
    }

    private String line(String amount, String type) {
        return name + ":" + amount + "|" + type + end;
    }
}
