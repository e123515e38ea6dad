package io.kse.e2e;

import io.kse.e2e.Connection.EndedBefore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that ask all the time: about 600 requests a second, eleven clients with a new connection
 * for each and one that keeps its connections. All ask for the same at once, so that one request's
 * retries meet those of others. None asks again, but for the last one where HTTP allows it: on a
 * kept connection that ended before anything was answered, once, on a new one.
 */
final class Traffic implements AutoCloseable {
    /** As many requests are under way at most. */
    static final int CLIENTS = 12;

    private static final long PERIOD_MILLIS = 20;

    private final List<Target> targets;
    private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
    private final Map<Target, Connection> kept = new HashMap<>();
    private Step step;

    /** {@code step}: the first one. */
    Traffic(List<Target> targets, Step step) {
        this.targets = targets;
        this.step = step;
    }

    /** Requests that begin from now on count for that step. */
    synchronized void count(Step step) {
        this.step = step;
    }

    void start() {
        for (int i = 0; i < CLIENTS - 1; i++) {
            every(targets, Traffic::askOnce);
        }
        every(targets.stream().filter(target -> !target.proxied()).toList(), this::askAgain);
    }

    private synchronized Step begun() {
        step.begin();
        return step;
    }

    private void every(List<Target> asked, Request request) {
        AtomicInteger turn = new AtomicInteger();
        clients.scheduleAtFixedRate(
                () -> ask(asked.get(turn.getAndIncrement() % asked.size()), request),
                0,
                PERIOD_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void ask(Target target, Request request) {
        long begun = System.nanoTime();
        Step ours = begun();
        try {
            ours.end(new Outcome(target, begun, Optional.of(request.send(target)), ""));
        } catch (IOException | RuntimeException e) {
            ours.end(new Outcome(target, begun, Optional.empty(), e.toString()));
        }
    }

    private static Answer askOnce(Target target) throws IOException {
        try (Connection connection = new Connection(target)) {
            return connection.ask(false);
        }
    }

    private Answer askAgain(Target target) throws IOException {
        Connection connection = kept.remove(target);
        if (connection != null) {
            try {
                return askKeeping(target, connection);
            } catch (EndedBefore e) {
                // As every client of HTTP does: it is asked again below.
            }
        }
        return askKeeping(target, new Connection(target));
    }

    private Answer askKeeping(Target target, Connection connection) throws IOException {
        try {
            Answer answer = connection.ask(true);
            if (!connection.isClosing()) {
                kept.put(target, connection);
            }
            return answer;
        } finally {
            if (kept.get(target) != connection) {
                connection.close();
            }
        }
    }

    @Override
    public void close() {
        clients.shutdownNow();
        try {
            if (!clients.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("requests do not end");
            }
            for (Connection connection : kept.values()) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Request {
        Answer send(Target target) throws IOException;
    }
}
