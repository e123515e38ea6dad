package io.kse.testbed;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What a class logs between the start and the end of a test, as {@code LEVEL message}. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public LogLines(Class<?> source) {
        this(source.getName());
    }

    /** For classes of another package that are not public, and the root of all. */
    public LogLines(String logger) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
        start();
        this.logger.addAppender(this);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    public List<String> of(String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getLevel() + " " + event.getFormattedMessage());
    }

    @Override
    public void close() {
        logger.detachAppender(this);
    }
}
