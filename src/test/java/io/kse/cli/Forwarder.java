package io.kse.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server at another address of loopback: what it is told goes on to a port of 127.0.0.1. */
final class Forwarder implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket();
    private final int to;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /**
     * @throws IOException if this machine has no such address; of 127.0.0.0/8, Linux has all
     */
    Forwarder(String address, int port, int to) throws IOException {
        this.to = to;
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(address, port));
        run(this::accept);
    }

    /** Ends with its socket. */
    private static void run(Runnable work) {
        Thread thread = new Thread(work, "forwarder");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                connect(listener.accept());
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
        open.add(client);
        open.add(server);
        run(() -> pass(client, server));
        run(() -> pass(server, client));
    }

    private void pass(Socket from, Socket into) {
        try (from;
                into) {
            from.getInputStream().transferTo(into.getOutputStream());
        } catch (IOException e) {
            // One side has closed it; so does the other.
            open.remove(from);
        }
    }

    /** Nobody is there any more. */
    void cut() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        cut();
    }
}
