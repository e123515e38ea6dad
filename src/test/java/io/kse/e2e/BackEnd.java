package io.kse.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocket;

/**
 * What answers at one NodePort of one Node: HTTP/1.1, in which it says who it is. Established
 * connections outlive the port, as they do with kube-proxy; they end with {@link #kill()}.
 */
final class BackEnd {
    private static final int BACKLOG = 256;

    private final NodePort at;
    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(BackEnd::daemon);

    private BackEnd(NodePort at, ServerSocket server) {
        this.at = at;
        this.server = server;
    }

    static BackEnd start(NodePort at, ServerSocketFactory sockets) {
        try {
            ServerSocket server = sockets.createServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(at.address(), at.port()), BACKLOG);
            BackEnd backEnd = new BackEnd(at, server);
            backEnd.threads.execute(backEnd::accept);
            return backEnd;
        } catch (IOException e) {
            throw new UncheckedIOException(at.toString(), e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "back-end");
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed: the loop ends. Anything else is the one connection's.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            String service = service(socket);
            String client = at.proxied() ? proxiedClient(Head.line(in)) : "-";
            for (Head request = Head.read(in); request != null; request = Head.read(in)) {
                answer(socket.getOutputStream(), service, client);
                if (request.says("connection: close")) {
                    return;
                }
            }
        } catch (IOException e) {
            // A health check that only connects, or a client that is gone.
        } finally {
            connections.remove(socket);
        }
    }

    /** A gateway knows by the name that it was called by whom a request is for. */
    private String service(Socket socket) throws IOException {
        return socket instanceof SSLSocket tls
                ? at.service() + "/" + GatewayTls.calledName(tls)
                : at.service();
    }

    /** From {@code PROXY TCP4 <client> <proxy> <client's port> <proxy's port>}. */
    private static String proxiedClient(String line) throws IOException {
        String[] words = line.split(" ");
        if (words.length != 6 || !words[0].equals("PROXY")) {
            throw new IOException("no PROXY protocol: " + line);
        }
        return words[2] + ":" + words[4];
    }

    private void answer(OutputStream out, String service, String client) throws IOException {
        String text = at.cluster() + " " + at.node() + " " + service + " " + at.port();
        byte[] body = (text + " " + client).getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n";
        byte[] all =
                (head + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        out.write(all);
        out.flush();
    }

    /** The port is closed; requests under way, and later ones on open connections, are answered. */
    void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As if the machine were gone. */
    void kill() {
        close();
        for (Socket socket : connections) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        threads.shutdownNow();
    }

    /**
     * @param proxied whether clients send the PROXY protocol first
     */
    record NodePort(
            String cluster,
            String node,
            String address,
            String service,
            int port,
            boolean proxied) {}
}
