package io.kse.status;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends lines of text by UDP, several in a datagram, on a daemon thread of its own. Who hands over
 * a line never waits: while the host is not known, or more come than can be sent, lines are
 * dropped, and nothing is said of it.
 */
final class Datagrams implements Consumer<String>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Datagrams.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 1_000;

    /** What fits into a packet on any usual network; Datadog's own clients take this as well. */
    private static final int LARGEST = 1_400;

    private static final Duration GATHERING = Duration.ofMillis(100);

    /** An agent may get another address, and a name may not be known yet. */
    private static final Duration KNOWN = Duration.ofSeconds(30);

    private static final Duration FAREWELL = Duration.ofMillis(300);

    private final String host;
    private final int port;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread = new Thread(this::sendAll, "dogstatsd");
    private volatile boolean closed;
    private InetAddress address;
    private long lookedUp;

    /** Looks up nothing yet. */
    Datagrams(String host, int port) {
        this.host = host;
        this.port = port;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void accept(String line) {
        waiting.offer(line);
    }

    /** What waits is sent, if that is possible at once. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(FAREWELL.toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendAll() {
        try (DatagramSocket socket = new DatagramSocket()) {
            while (!closed || !waiting.isEmpty()) {
                List<String> lines = gather();
                if (!lines.isEmpty()) {
                    send(socket, lines);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the program ends before all metrics are sent");
        } catch (IOException e) {
            LOG.warn("No metrics are sent to DogStatsD: {}", e.getMessage());
        }
    }

    /** What comes within a moment, so that it goes in few datagrams; empty if nothing does. */
    private List<String> gather() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        long end = System.nanoTime() + GATHERING.toNanos();
        String line = next(end);
        while (line != null) {
            lines.add(line);
            line = lines.size() < MOST_AT_ONCE ? next(end) : null;
        }
        return lines;
    }

    private String next(long end) throws InterruptedException {
        long patience = closed ? 0 : Math.max(0, end - System.nanoTime());
        return waiting.poll(patience, TimeUnit.NANOSECONDS);
    }

    private void send(DatagramSocket socket, List<String> lines) {
        InetAddress known = address();
        if (known == null) {
            return;
        }
        InetSocketAddress agent = new InetSocketAddress(known, port);
        for (byte[] packet : packets(lines)) {
            try {
                socket.send(new DatagramPacket(packet, packet.length, agent));
            } catch (IOException e) {
                LOG.debug("not sent to {}: {}", agent, e.getMessage());
            }
        }
    }

    /** Null if it is not known; a look-up may take seconds, for this thread only. */
    private InetAddress address() {
        long now = System.nanoTime();
        if (lookedUp == 0 || now - lookedUp > KNOWN.toNanos()) {
            lookedUp = now;
            try {
                address = InetAddress.getByName(host);
            } catch (IOException e) {
                LOG.debug("DogStatsD at {} is not known: {}", host, e.getMessage());
            }
        }
        return address;
    }

    private static List<byte[]> packets(List<String> lines) {
        List<byte[]> packets = new ArrayList<>();
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            if (packet.size() > 0 && packet.size() + 1 + bytes.length > LARGEST) {
                packets.add(packet.toByteArray());
                packet.reset();
            }
            if (packet.size() > 0) {
                packet.write('\n');
            }
            packet.writeBytes(bytes);
        }
        packets.add(packet.toByteArray());
        return packets;
    }
}
