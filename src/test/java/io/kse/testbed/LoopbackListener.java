package io.kse.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Takes connections on one port of loopback, or refuses them, as often as it is told to. */
final class LoopbackListener {
    private final int port;
    private final Executor threads;
    private final Consumer<Socket> taken;

    /** Null while connections are refused, as they are at first. */
    private ServerSocket socket;

    LoopbackListener(int port, Executor threads, Consumer<Socket> taken) {
        this.port = port;
        this.threads = threads;
        this.taken = taken;
    }

    synchronized void listen() {
        if (socket != null) {
            return;
        }
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket = listening;
            threads.execute(() -> accept(listening));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void refuse() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            socket = null;
        }
    }

    private void accept(ServerSocket listening) {
        try {
            while (!listening.isClosed()) {
                take(listening.accept(), listening);
            }
        } catch (SocketException e) {
            // It is closed: refused from now on.
            Thread.yield();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not after the end of {@code from}: then nobody would cut the connection. */
    private synchronized void take(Socket client, ServerSocket from) throws IOException {
        if (from.isClosed()) {
            client.setSoLinger(true, 0);
            client.close();
        } else {
            taken.accept(client);
        }
    }
}
