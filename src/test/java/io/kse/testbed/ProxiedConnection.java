package io.kse.testbed;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * One client of a {@link FaultyProxy} and its own connection to the server. Ends when either side
 * ends; whoever waits here is woken by {@link #cut()}.
 */
final class ProxiedConnection {
    private final FaultyProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private final int serverPort;
    private final SSLSocketFactory tls;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean silent;

    /** What is said to the server and heard from it; behind TLS if there is one. */
    private Socket spoken = server;

    ProxiedConnection(FaultyProxy proxy, Socket client, int serverPort, SSLSocketFactory tls) {
        this.proxy = proxy;
        this.client = client;
        this.serverPort = serverPort;
        this.tls = tls;
    }

    /** Passes requests on until one side ends. */
    void passRequests() throws IOException {
        connect();
        InputStream fromClient = new BufferedInputStream(client.getInputStream());
        InputStream fromServer = new BufferedInputStream(spoken.getInputStream());
        HttpMessage request = HttpMessage.read(fromClient);
        while (request != null && pass(request, fromClient, fromServer)) {
            request = HttpMessage.read(fromClient);
        }
    }

    private void connect() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
        if (tls != null) {
            spoken = TrustedSockets.over(server, tls);
        }
    }

    /** False if the connection is to end. */
    private boolean pass(HttpMessage request, InputStream fromClient, InputStream fromServer)
            throws IOException {
        byte[] body = request.requestBody(fromClient);
        FaultyProxy.Request asked =
                new FaultyProxy.Request(
                        request.method(), request.path(), new String(body, StandardCharsets.UTF_8));
        Fault fault = silent ? new Fault.Hang() : proxy.faultOf(asked);
        if (fault instanceof Fault.Answer answer) {
            answer(answer);
            return true;
        }
        if (!mayPass(fault, fromClient)) {
            return false;
        }
        OutputStream toServer = spoken.getOutputStream();
        toServer.write(concat(request.head(), body));
        toServer.flush();
        HttpMessage answer = HttpMessage.read(fromServer);
        if (answer == null) {
            return false;
        }
        if (answer.switchesProtocol()) {
            passFrames(answer, fault, fromClient, fromServer);
            return false;
        }
        return passAnswer(asked, answer, fault, fromServer) && !request.isLast();
    }

    private static byte[] concat(byte[] head, byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head);
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** False if what arrived must not reach the server, and all is done that is to be done. */
    private boolean mayPass(Fault fault, InputStream fromClient) throws IOException {
        if (fault instanceof Fault.Hang) {
            swallow(fromClient);
            return false;
        }
        if (fault instanceof Fault.Reset || fault instanceof Fault.Refuse) {
            cut();
            return false;
        }
        return !(fault instanceof Fault.Delay delay) || !endedWithin(delay);
    }

    private boolean endedWithin(Fault.Delay delay) {
        try {
            return ended.await(delay.time().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void answer(Fault.Answer answer) throws IOException {
        byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 %d Fault\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n"
                        .formatted(answer.status(), text.length);
        client.getOutputStream().write(concat(head.getBytes(StandardCharsets.US_ASCII), text));
    }

    private boolean passAnswer(
            FaultyProxy.Request asked, HttpMessage answer, Fault fault, InputStream fromServer)
            throws IOException {
        InputStream body = fromServer;
        if (proxy.rules().isAwaited(asked)) {
            body = whole(asked, answer, fromServer);
        }
        if (fault instanceof Fault.LoseAnswer) {
            copyBody(asked, answer, body, OutputStream.nullOutputStream());
            cut();
            return false;
        }
        copyBody(asked, answer, body, headPassed(answer, fault));
        return !answer.isLast();
    }

    /** Whoever waits for the answer has been told of it; what comes back is its body once more. */
    private InputStream whole(FaultyProxy.Request asked, HttpMessage answer, InputStream fromServer)
            throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        copyBody(asked, answer, fromServer, body);
        String text = answer.text(body.toByteArray());
        proxy.rules().tell(new FaultyProxy.Exchange(asked, answer.status(), text));
        return new ByteArrayInputStream(body.toByteArray());
    }

    private static void copyBody(
            FaultyProxy.Request asked, HttpMessage answer, InputStream from, OutputStream to)
            throws IOException {
        if (answer.answersWithBody(asked.method())) {
            answer.copyAnswerBody(from, to);
        }
        to.flush();
    }

    /** Where the body goes. */
    private OutputStream headPassed(HttpMessage answer, Fault fault) throws IOException {
        OutputStream toClient = audible();
        toClient.write(answer.head());
        toClient.flush();
        return fault instanceof Fault.CutAnswer cut
                ? new CutOff(toClient, cut.bytes(), this::cut)
                : toClient;
    }

    /** What follows is no HTTP any more, but for instance a watch by WebSocket. */
    private void passFrames(
            HttpMessage answer, Fault fault, InputStream fromClient, InputStream fromServer)
            throws IOException {
        OutputStream toClient = headPassed(answer, fault);
        proxy.run(
                this,
                () -> {
                    copy(fromServer, toClient, () -> false);
                    awaitEndIfSilent();
                });
        copy(fromClient, spoken.getOutputStream(), () -> silent);
        swallow(fromClient);
    }

    private static void copy(InputStream from, OutputStream to, BooleanSupplier ends)
            throws IOException {
        byte[] bytes = new byte[8192];
        for (int n = from.read(bytes); n >= 0 && !ends.getAsBoolean(); n = from.read(bytes)) {
            to.write(bytes, 0, n);
            to.flush();
        }
    }

    /** Passes bytes on in both directions, without understanding them, until one side ends. */
    void passBytes() throws IOException {
        connect();
        proxy.run(this, this::passBytesBack);
        InputStream fromClient = client.getInputStream();
        byte[] bytes = new byte[8192];
        for (int n = fromClient.read(bytes); n >= 0; n = fromClient.read(bytes)) {
            Fault fault = silent ? new Fault.Hang() : proxy.faultOf(FaultyProxy.BYTES);
            if (!mayPass(fault, fromClient)) {
                return;
            }
            server.getOutputStream().write(bytes, 0, n);
        }
    }

    private void passBytesBack() throws IOException {
        copy(server.getInputStream(), audible(), proxy.rules()::loseAnswers);
        awaitEndIfSilent();
    }

    /** A blackholed client must not learn that the server has ended. */
    private void awaitEndIfSilent() {
        if (silent) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** To the client, or to nowhere from the moment on that it is to hear nothing. */
    private OutputStream audible() throws IOException {
        return new BufferedOutputStream(client.getOutputStream()) {
            @Override
            public synchronized void flush() throws IOException {
                if (silent) {
                    count = 0;
                }
                super.flush();
            }
        };
    }

    private static void swallow(InputStream fromClient) throws IOException {
        fromClient.transferTo(OutputStream.nullOutputStream());
    }

    /** The client hears nothing more, and the server nothing more of it; both stay connected. */
    void silence() {
        silent = true;
    }

    /** Ends both sides at once, the client's with a reset. May be called twice. */
    void cut() {
        ended.countDown();
        try (server;
                client) {
            client.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
            ended.countDown();
        }
    }

    /** Ends both sides, the client's as a server does that is done. */
    void end() throws IOException {
        ended.countDown();
        try (server;
                client) {
            // Closes both, and reports what fails.
            ended.countDown();
        }
    }
}
