package io.kse.testbed;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;

/**
 * A proxy on loopback in front of a real server, which fails as a test wants it. Keeps its port
 * while it refuses connections; after {@link #close()} it has no thread and no connection left.
 *
 * <p>{@link #http} and {@link #https} understand HTTP/1.1 requests and can fail only some of them;
 * {@link #tcp} passes bytes of any kind, TLS and HTTP/2 included.
 */
public final class FaultyProxy implements AutoCloseable {
    /** What stands for a request where requests are not understood. */
    static final Request BYTES = new Request("", "", "");

    private final int serverPort;
    private final boolean http;
    private final SSLSocketFactory tls;
    private final int port = FreePorts.next();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final FaultRules rules = new FaultRules();
    private final Queue<Request> seen = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    work -> {
                        Thread thread = new Thread(work, "faulty-proxy");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final LoopbackListener listener = new LoopbackListener(port, threads, this::open);
    private boolean closed;

    /**
     * A request as the client sent it.
     *
     * @param path with the query
     * @param body as text
     */
    public record Request(String method, String path, String body) {
        /** For {@link FaultyProxy#fault(Fault, Predicate)}: method and the start of the path. */
        public static Predicate<Request> of(String method, String path) {
            return request -> request.method.equals(method) && request.path.startsWith(path);
        }

        /** Those whose body contains {@code text}. */
        public static Predicate<Request> saying(String text) {
            return request -> request.body.contains(text);
        }

        /** Method and path. */
        public String line() {
            return method + " " + path;
        }
    }

    /**
     * A request and what the server answered.
     *
     * @param answer the body as text
     */
    public record Exchange(Request request, int status, String answer) {}

    /** {@code tls}: towards the server; null if it wants none. */
    private FaultyProxy(int serverPort, boolean http, SSLSocketFactory tls) {
        this.serverPort = serverPort;
        this.http = http;
        this.tls = tls;
        listen();
    }

    /**
     * In front of an HTTP/1.1 server without TLS.
     *
     * @param serverPort on loopback
     */
    public static FaultyProxy http(int serverPort) {
        return new FaultyProxy(serverPort, true, null);
    }

    /**
     * In front of an API server: speaks HTTP/1.1 without TLS with its clients, so that faults can
     * be for some requests only. A watch by WebSocket passes, too.
     *
     * @param kubernetes whose {@link RealKubernetes#kubeconfigAt kubeconfigAt} takes {@link #url}
     */
    public static FaultyProxy https(RealKubernetes kubernetes) {
        int serverPort = URI.create(kubernetes.url()).getPort();
        return new FaultyProxy(serverPort, true, TrustedSockets.of(kubernetes.caCertificate()));
    }

    /**
     * In front of any server. Only faults that need no HTTP, and only for all requests.
     *
     * @param serverPort on loopback
     */
    public static FaultyProxy tcp(int serverPort) {
        return new FaultyProxy(serverPort, false, null);
    }

    /** On 127.0.0.1; always the same. */
    public int port() {
        return port;
    }

    /** Of an HTTP proxy, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /**
     * From now on every request fails like this; earlier faults are forgotten. {@code Hang} also
     * silences what is under way on existing connections, as when a process is stopped.
     */
    public void fault(Fault fault) {
        check(fault);
        rules.clear();
        rules.add(fault, request -> true, false);
        if (fault instanceof Fault.Refuse) {
            listener.refuse();
            cut();
        } else {
            listen();
        }
        if (fault instanceof Fault.Hang) {
            blackhole();
        }
    }

    /** From now on these requests fail like this. The latest fault that fits counts. */
    public void fault(Fault fault, Predicate<Request> which) {
        checkHttp(fault);
        rules.add(fault, which, false);
    }

    /** The next of these requests fails like this, and no other. */
    public void faultOnce(Fault fault, Predicate<Request> which) {
        checkHttp(fault);
        rules.add(fault, which, true);
    }

    /** Everything passes; connections that hang go on hanging, so that clients have to notice. */
    public void heal() {
        rules.clear();
        listen();
    }

    /** Resets the existing connections. */
    public void cut() {
        connections.forEach(ProxiedConnection::cut);
    }

    /** Existing connections stay open and pass nothing any more; new ones work. */
    public void blackhole() {
        connections.forEach(ProxiedConnection::silence);
    }

    /** Every request that came, failed ones included, in the order of arrival. */
    public List<Request> requests() {
        return List.copyOf(seen);
    }

    /** For those who go on for hours. */
    public void forgetRequests() {
        seen.clear();
    }

    /**
     * {@code told} hears of each of these requests that the server has answered, before the client
     * does, and also if the client is gone or is to hear nothing. A server that ends before it
     * answers may have done it all the same. Not for watches: the answer is kept first.
     */
    public void onAnswer(Predicate<Request> which, Consumer<Exchange> told) {
        rules.listen(which, told);
    }

    private void check(Fault fault) {
        if (!http && (fault instanceof Fault.Answer || fault instanceof Fault.CutAnswer)) {
            throw new IllegalArgumentException("a proxy for bytes knows no answers: " + fault);
        }
    }

    private void checkHttp(Fault fault) {
        if (!http || fault instanceof Fault.Refuse) {
            throw new IllegalArgumentException(fault + " cannot be for some requests only");
        }
    }

    FaultRules rules() {
        return rules;
    }

    /** Null if the request is to pass. */
    Fault faultOf(Request request) {
        if (http) {
            seen.add(request);
        }
        return rules.of(request);
    }

    private synchronized void listen() {
        if (!closed) {
            listener.listen();
        }
    }

    private void open(Socket client) {
        ProxiedConnection connection = new ProxiedConnection(this, client, serverPort, tls);
        connections.add(connection);
        run(connection, http ? connection::passRequests : connection::passBytes);
    }

    /** In a thread of its own; the connection ends with {@code work}. */
    void run(ProxiedConnection connection, Pass work) {
        threads.execute(
                () -> {
                    try {
                        work.pass();
                        connection.end();
                    } catch (IOException e) {
                        // One side is gone; so is the other.
                        connection.abort();
                    } finally {
                        connections.remove(connection);
                    }
                });
    }

    /** Passes on what one side of a connection says, until it ends. */
    interface Pass {
        void pass() throws IOException;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            listener.refuse();
        }
        connections.forEach(ProxiedConnection::abort);
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a thread of the proxy does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
