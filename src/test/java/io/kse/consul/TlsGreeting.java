package io.kse.consul;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Keeps the first bytes that a client sends, and hangs up. */
final class TlsGreeting implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<String> first = CompletableFuture.supplyAsync(this::receive);

    TlsGreeting() throws IOException {}

    int port() {
        return server.getLocalPort();
    }

    String bytes() throws Exception {
        return first.get(10, TimeUnit.SECONDS);
    }

    private String receive() {
        try (Socket socket = server.accept()) {
            byte[] buffer = new byte[4096];
            int length = socket.getInputStream().read(buffer);
            return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
