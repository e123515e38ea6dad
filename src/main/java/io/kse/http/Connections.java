package io.kse.http;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The open connections, in the order of their last progress. A new one always gets in, so that
 * probes do: if there are too many, one of the address that has the most goes. None stays longer
 * than its time, however slowly it sends or reads, and few may leave their answers unread.
 */
final class Connections {
    /** Each may hold a whole answer in memory. */
    private static final int UNREAD = 16;

    private final Vertx vertx;
    private final HttpLimits limits;
    private final Map<HttpConnection, Long> timers = new LinkedHashMap<>();
    private final Set<HttpConnection> unread = new LinkedHashSet<>();

    Connections(Vertx vertx, HttpLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    synchronized void opened(HttpConnection connection) {
        SpokenVersions.guard(connection);
        onClose(connection, () -> forget(connection));
        if (timers.size() >= limits.connections()) {
            close(leastWanted());
        }
        allow(connection, limits.asking());
    }

    /**
     * Not by Vert.x's own handler: it stumbles over an invalid request that waits behind another
     * one, and then tells nobody that the connection is closed.
     */
    private static void onClose(HttpConnection connection, Runnable closed) {
        if (connection instanceof HttpServerConnection server) {
            server.channel().closeFuture().addListener(end -> closed.run());
        } else {
            connection.closeHandler(end -> closed.run());
        }
    }

    /** All of a request is there. */
    synchronized void asked(HttpConnection connection) {
        allowFurther(connection, limits.answering());
    }

    /** Its answer is on its way; a client that does not read it is not waited for longer. */
    synchronized void answered(HttpConnection connection) {
        allowFurther(connection, limits.asking());
        if (timers.containsKey(connection) && isUnread(connection)) {
            unread.add(connection);
            if (unread.size() > UNREAD) {
                close(unread.iterator().next());
            }
        }
    }

    private static boolean isUnread(HttpConnection connection) {
        return connection instanceof HttpServerConnection server && !server.channel().isWritable();
    }

    /** The one without progress for longest, of the address with the most. */
    private HttpConnection leastWanted() {
        Map<String, Long> byAddress =
                timers.keySet().stream()
                        .collect(
                                Collectors.groupingBy(Connections::address, Collectors.counting()));
        long most = byAddress.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        return timers.keySet().stream()
                .filter(connection -> byAddress.get(address(connection)) == most)
                .findFirst()
                .orElseThrow();
    }

    private static String address(HttpConnection connection) {
        return String.valueOf(connection.remoteAddress().hostAddress());
    }

    private synchronized void forget(HttpConnection connection) {
        unread.remove(connection);
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

    private synchronized void close(HttpConnection connection) {
        forget(connection);
        if (connection instanceof HttpServerConnection server) {
            // Past Vert.x, whose close waits until all that was answered has been read. Nobody is
            // there any more if it closes at the moment when its time is over.
            Optional.ofNullable(server.channel().pipeline().firstContext())
                    .ifPresent(ChannelHandlerContext::close);
        } else {
            connection.close();
        }
    }
}
