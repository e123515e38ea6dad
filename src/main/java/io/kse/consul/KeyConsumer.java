package io.kse.consul;

import io.kse.leadership.Backoff;
import io.kse.plan.KeyReading;
import io.kse.plan.KeyReading.Hidden;
import io.kse.plan.KeyReading.Seen;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on a {@link KeyReading} of one key of Consul KV: the first one, and each that differs from
 * the one before. Goes on through outages, which others tell of; never asks in a tight loop.
 */
final class KeyConsumer extends DefaultConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(KeyConsumer.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** A right that is missing, is missing for long. */
    private static final Duration LONGEST_WHILE_HIDDEN = Duration.ofSeconds(30);

    /** Something between us and Consul may keep queries from blocking. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(1);

    private final Supplier<WatchedKey> keys;
    private Watch watch;

    /**
     * @param keys a new one for each start
     */
    KeyConsumer(Endpoint endpoint, Processor processor, Supplier<WatchedKey> keys) {
        super(endpoint, processor);
        this.keys = keys;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        begin();
    }

    /** What was heard last is doubted; a question that waits may wait on a dead connection. */
    synchronized void askAnew() {
        if (isStarted()) {
            watch.end();
            begin();
        }
    }

    private synchronized void begin() {
        watch = new Watch(keys.get());
        Thread thread = new Thread(watch, "consul-key");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    protected synchronized void doStop() throws Exception {
        if (watch != null) {
            watch.end();
        }
        super.doStop();
    }

    /** From one start to the next stop; what it remembers is its own. */
    private final class Watch implements Runnable {
        private final WatchedKey key;
        private final CountDownLatch end = new CountDownLatch(1);
        private final Backoff backoff = new Backoff(Math::random);
        private Object last;

        Watch(WatchedKey key) {
            this.key = key;
        }

        void end() {
            end.countDown();
            key.end();
        }

        @Override
        public void run() {
            try {
                Duration pause;
                do {
                    pause = look();
                } while (!end.await(pause.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Returns how long to wait until the next one. */
        private Duration look() {
            long asked = System.nanoTime();
            try {
                KeyReading reading = key.next();
                Object said = said(reading);
                boolean isSame = said.equals(last);
                if (!isSame && end.getCount() > 0) {
                    last = said;
                    handOn(reading);
                }
                if (isSame && since(asked).compareTo(SHORT_WAIT) < 0) {
                    return backoff.next(
                            reading instanceof Hidden ? LONGEST_WHILE_HIDDEN : LONGEST_PAUSE);
                }
                backoff.reset();
                return Duration.ZERO;
            } catch (ConsulUnavailable | ConsulRefused e) {
                if (end.getCount() > 0) {
                    LOG.debug("a key cannot be read now", e);
                }
                return backoff.next(LONGEST_PAUSE);
            }
        }
    }

    /** What can be compared. */
    private static Object said(KeyReading reading) {
        return reading instanceof Seen seen
                ? seen.stored().map(at -> Map.entry(at.index(), ByteBuffer.wrap(at.value())))
                : reading;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private void handOn(KeyReading reading) {
        Exchange exchange = createExchange(true);
        exchange.getMessage().setBody(reading);
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            getExceptionHandler().handleException("a key's change failed", exchange.getException());
        }
    }
}
