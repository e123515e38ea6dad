package io.kse.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The open connections, in the order of their last progress. A new one always gets in, so that
 * probes do: if there are too many, the one at the front goes. None stays longer than its time,
 * however slowly it sends or reads.
 */
final class Connections {
    private final Vertx vertx;
    private final HttpLimits limits;
    private final Map<HttpConnection, Long> timers = new LinkedHashMap<>();

    Connections(Vertx vertx, HttpLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    synchronized void opened(HttpConnection connection) {
        connection.closeHandler(closed -> forget(connection));
        if (timers.size() >= limits.connections()) {
            closeFirst();
        }
        allow(connection, limits.asking());
    }

    /** All of a request is there. */
    synchronized void asked(HttpConnection connection) {
        allowFurther(connection, limits.answering());
    }

    /** Its answer is on its way; a client that does not read it is not waited for longer. */
    synchronized void answered(HttpConnection connection) {
        allowFurther(connection, limits.asking());
    }

    synchronized int open() {
        return timers.size();
    }

    private synchronized void forget(HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    /** Not one that is closed by now. */
    private void allowFurther(HttpConnection connection, Duration time) {
        if (timers.containsKey(connection)) {
            forget(connection);
            allow(connection, time);
        }
    }

    private void allow(HttpConnection connection, Duration time) {
        timers.put(connection, vertx.setTimer(time.toMillis(), due -> close(connection)));
    }

    private void closeFirst() {
        Iterator<HttpConnection> oldest = timers.keySet().iterator();
        close(oldest.next());
    }

    private synchronized void close(HttpConnection connection) {
        forget(connection);
        connection.close();
    }
}
