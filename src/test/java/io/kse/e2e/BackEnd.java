package io.kse.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocket;

/**
 * What answers at one NodePort of one Node: HTTP/1.1, in which it says who it is. Established
 * connections outlive the port, as they do with kube-proxy; they end with {@link #kill()}.
 */
final class BackEnd {
    private static final int BACKLOG = 256;

    private final NodePort at;
    private final Optional<GatewayTls> gateway;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(BackEnd::daemon);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile boolean killed;

    private BackEnd(NodePort at, Optional<GatewayTls> gateway) throws IOException {
        this.at = at;
        this.gateway = gateway;
        this.server = ServerSocketChannel.open();
        this.selector = Selector.open();
    }

    /** {@code gateway}: if it ends TLS for others. */
    static BackEnd start(NodePort at, Optional<GatewayTls> gateway) {
        try {
            BackEnd backEnd = new BackEnd(at, gateway);
            backEnd.listen();
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

    private void listen() throws IOException {
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(new InetSocketAddress(at.address(), at.port()), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        threads.execute(this::accept);
    }

    /**
     * Closing a socket resets those connections that the kernel has established already and that
     * nobody has taken yet; kube-proxy keeps them. So all of them are taken right before. What the
     * kernel establishes in between is reset all the same: see {@link Closing}. While a selector
     * knows of the socket, it would not be closed at once.
     */
    private void accept() {
        try (selector;
                server) {
            while (!closing) {
                selector.select();
                selector.selectedKeys().clear();
                takeAll();
            }
            selector.close();
            takeAll();
        } catch (IOException e) {
            throw new UncheckedIOException(at.toString(), e);
        } finally {
            closed.countDown();
        }
    }

    private void takeAll() throws IOException {
        for (SocketChannel next = server.accept(); next != null; next = server.accept()) {
            Socket socket = next.socket();
            connections.add(socket);
            threads.execute(() -> serve(socket));
        }
    }

    private void serve(Socket plain) {
        try (Socket socket = gateway.isPresent() ? gateway.get().over(plain) : plain) {
            InputStream in = socket.getInputStream();
            String service = service(socket);
            String client = at.proxied() ? proxiedClient(Head.line(in)) : "-";
            for (Head request = Head.read(in); request != null; request = Head.read(in)) {
                answer(socket.getOutputStream(), service, client);
                if (killed || request.says("connection: close")) {
                    return;
                }
            }
        } catch (IOException e) {
            // A health check that only connects, or a client that is gone.
        } finally {
            connections.remove(plain);
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
        closing = true;
        selector.wakeup();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As if the machine were gone. */
    void kill() {
        killed = true;
        close();
        for (Socket socket : connections) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
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
