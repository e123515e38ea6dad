package io.kse.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import io.kse.config.KnownSecrets;

/**
 * A word for patterns in {@code logback.xml}: what is in its brackets, without any token or
 * password of ours, whoever wrote it.
 */
public final class MaskedText extends CompositeConverter<ILoggingEvent> {
    @Override
    protected String transform(ILoggingEvent event, String text) {
        return KnownSecrets.masked(text);
    }
}
