package io.kse.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A DogStatsD agent that keeps the lines that it was sent. */
public final class UdpListener implements AutoCloseable {
    private final DatagramSocket socket;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();

    private UdpListener(DatagramSocket socket) {
        this.socket = socket;
        Thread thread = new Thread(this::receiveAll, "udp-listener");
        thread.setDaemon(true);
        thread.start();
    }

    public static UdpListener open() throws SocketException {
        return new UdpListener(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Everything so far, in the order in which it came. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The lines without their numbers, each once: {@code name|type|#tags}. */
    public List<String> kinds() {
        return lines.stream().map(line -> line.replaceFirst(":[^|]*\\|", "|")).distinct().toList();
    }

    /** How many bytes each datagram had. */
    public List<Integer> sizes() {
        return List.copyOf(sizes);
    }

    private void receiveAll() {
        byte[] buffer = new byte[65_536];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            sizes.add(packet.getLength());
            String text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
            lines.addAll(List.of(text.split("\n")));
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
