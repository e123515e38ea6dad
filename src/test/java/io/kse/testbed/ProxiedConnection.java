package io.kse.testbed;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
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

/**
 * One client of a {@link FaultyProxy} and its own connection to the server. Ends when either side
 * ends; whoever waits here is woken by {@link #cut()}.
 */
final class ProxiedConnection {
    private final FaultyProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private final int serverPort;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean silent;

    ProxiedConnection(FaultyProxy proxy, Socket client, int serverPort) {
        this.proxy = proxy;
        this.client = client;
        this.serverPort = serverPort;
    }

    /** Passes requests on until one side ends. */
    void passRequests() throws IOException {
        connect();
        InputStream fromClient = new BufferedInputStream(client.getInputStream());
        InputStream fromServer = new BufferedInputStream(server.getInputStream());
        HttpMessage request = HttpMessage.read(fromClient);
        while (request != null && pass(request, fromClient, fromServer)) {
            request = HttpMessage.read(fromClient);
        }
    }

    private void connect() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
    }

    /** False if the connection is to end. */
    private boolean pass(HttpMessage request, InputStream fromClient, InputStream fromServer)
            throws IOException {
        byte[] body = request.requestBody(fromClient);
        String text = new String(body, StandardCharsets.UTF_8);
        Fault fault =
                silent
                        ? new Fault.Hang()
                        : proxy.faultOf(
                                new FaultyProxy.Request(request.method(), request.path(), text));
        if (fault instanceof Fault.Answer answer) {
            answer(answer);
            return true;
        }
        if (!mayPass(fault, fromClient)) {
            return false;
        }
        OutputStream toServer = server.getOutputStream();
        toServer.write(concat(request.head(), body));
        toServer.flush();
        return passAnswer(request.method(), fromServer, fault instanceof Fault.LoseAnswer)
                && !request.isLast();
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

    private boolean passAnswer(String method, InputStream fromServer, boolean lose)
            throws IOException {
        HttpMessage answer = HttpMessage.read(fromServer);
        if (answer == null) {
            return false;
        }
        OutputStream toClient = lose ? OutputStream.nullOutputStream() : audible();
        toClient.write(answer.head());
        toClient.flush();
        if (answer.answersWithBody(method)) {
            answer.copyAnswerBody(fromServer, toClient);
        }
        toClient.flush();
        if (lose) {
            cut();
        }
        return !lose && !answer.isLast();
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
        OutputStream toClient = audible();
        InputStream fromServer = server.getInputStream();
        byte[] bytes = new byte[8192];
        for (int n = fromServer.read(bytes); n >= 0; n = fromServer.read(bytes)) {
            if (proxy.losesAnswers()) {
                return;
            }
            toClient.write(bytes, 0, n);
            toClient.flush();
        }
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
