package io.kse.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets some requests at a time through to those who answer them; the others wait in line. Vert.x
 * has a queue without end for what is to be answered, and goes on answering those that have hung up
 * already: asking and hanging up would fill the memory.
 */
final class Turnstile {
    private final Vertx vertx;
    private final int most;
    private final Set<RoutingContext> waiting = new LinkedHashSet<>();
    private int inside;

    /** {@code most}: how many at a time. */
    Turnstile(Vertx vertx, int most) {
        this.vertx = vertx;
        this.most = most;
    }

    /** Goes on with it now or later, or never if it hangs up before. */
    void enter(RoutingContext request) {
        request.addEndHandler(ended -> leave(request, ended));
        if (!request.response().closed()) {
            synchronized (this) {
                waiting.add(request);
            }
            letIn();
        }
    }

    private void letIn() {
        RoutingContext next = next();
        if (next != null) {
            next.next();
        }
    }

    private synchronized RoutingContext next() {
        if (inside >= most || waiting.isEmpty()) {
            return null;
        }
        RoutingContext first = first();
        waiting.remove(first);
        inside++;
        return first;
    }

    /** The one for longest in line, of the address with the fewest: a probe passes a crowd. */
    private RoutingContext first() {
        Map<String, Long> byAddress =
                waiting.stream()
                        .collect(Collectors.groupingBy(Turnstile::address, Collectors.counting()));
        return waiting.stream()
                .min(Comparator.comparing(request -> byAddress.get(address(request))))
                .orElseThrow();
    }

    private static String address(RoutingContext request) {
        SocketAddress remote = request.request().remoteAddress();
        return remote == null ? "" : String.valueOf(remote.hostAddress());
    }

    private void leave(RoutingContext request, AsyncResult<Void> ended) {
        if (hungUpWaiting(request)) {
            return;
        }
        if (ended.succeeded()) {
            free();
        } else {
            // It may still be in the queue of the workers; behind it is what tells that it is not.
            vertx.executeBlocking(() -> null, false).onComplete(passed -> free());
        }
    }

    private synchronized boolean hungUpWaiting(RoutingContext request) {
        return waiting.remove(request);
    }

    private void free() {
        synchronized (this) {
            inside--;
        }
        letIn();
    }
}
