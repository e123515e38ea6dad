package io.kse.testbed;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * One client of a {@link FaultyProxy} and its own connection to the server. Ends when either side
 * ends; whoever waits here is woken by {@link #cut()}.
 */
final class ProxiedConnection {
    private static final Duration FOR_GOOD = Duration.ofDays(1);

    private final FaultyProxy proxy;
    private final Socket client;
    private final SocketPair sides;
    private final int serverPort;
    private final SSLSocketFactory tls;
    private volatile boolean silent;

    /** Somebody waits for the answer that the server is about to give. */
    private volatile boolean owed;

    ProxiedConnection(FaultyProxy proxy, Socket client, int serverPort, SSLSocketFactory tls) {
        this.proxy = proxy;
        this.client = client;
        this.sides = new SocketPair(client);
        this.serverPort = serverPort;
        this.tls = tls;
    }

    /** Passes requests on until one side ends. */
    void passRequests() throws IOException {
        Socket server = sides.connect(serverPort, tls);
        InputStream fromClient = new BufferedInputStream(client.getInputStream());
        InputStream fromServer = new BufferedInputStream(server.getInputStream());
        HttpMessage request = HttpMessage.read(fromClient);
        while (request != null && pass(request, server, fromClient, fromServer)) {
            request = HttpMessage.read(fromClient);
        }
    }

    /** False if the connection is to end. */
    private boolean pass(
            HttpMessage request, Socket server, InputStream fromClient, InputStream fromServer)
            throws IOException {
        byte[] body = request.requestBody(fromClient);
        FaultyProxy.Request asked =
                new FaultyProxy.Request(
                        request.method(), request.path(), new String(body, StandardCharsets.UTF_8));
        owed = proxy.rules().isAwaited(asked);
        Fault fault = silent ? new Fault.Hang() : proxy.faultOf(asked);
        if (fault instanceof Fault.Answer answer) {
            client.getOutputStream().write(HttpMessage.answer(answer.status(), answer.text()));
            return true;
        }
        if (!mayPass(fault, fromClient)) {
            return false;
        }
        OutputStream toServer = server.getOutputStream();
        toServer.write(HttpMessage.concat(request.head(), body));
        toServer.flush();
        HttpMessage answer = HttpMessage.read(fromServer);
        if (answer == null) {
            return false;
        }
        if (answer.switchesProtocol()) {
            passFrames(fromClient, toServer, fromServer, headPassed(answer, fault));
            return false;
        }
        return passAnswer(asked, answer, fault, fromServer) && !request.isLast();
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
        return !(fault instanceof Fault.Delay delay) || !sides.endsWithin(delay.time());
    }

    private boolean passAnswer(
            FaultyProxy.Request asked, HttpMessage answer, Fault fault, InputStream fromServer)
            throws IOException {
        InputStream body = owed ? told(asked, answer, fromServer) : fromServer;
        if (fault instanceof Fault.LoseAnswer) {
            answer.copyAnswerBody(asked.method(), body, OutputStream.nullOutputStream());
            cut();
            return false;
        }
        OutputStream toClient = headPassed(answer, fault);
        answer.copyAnswerBody(asked.method(), body, toClient);
        toClient.flush();
        return !answer.isLast();
    }

    /** Whoever waits for the answer has been told of it; what comes back is its body once more. */
    private InputStream told(FaultyProxy.Request asked, HttpMessage answer, InputStream fromServer)
            throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        answer.copyAnswerBody(asked.method(), fromServer, body);
        String text = answer.text(body.toByteArray());
        proxy.rules().tell(new FaultyProxy.Exchange(asked, answer.status(), text));
        owed = false;
        return new ByteArrayInputStream(body.toByteArray());
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
            InputStream fromClient,
            OutputStream toServer,
            InputStream fromServer,
            OutputStream toClient)
            throws IOException {
        proxy.run(
                this,
                () -> {
                    copy(fromServer, toClient, () -> false);
                    awaitEndIfSilent();
                });
        copy(fromClient, toServer, () -> silent);
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
        Socket server = sides.connect(serverPort, tls);
        proxy.run(this, () -> passBytesBack(server));
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

    private void passBytesBack(Socket server) throws IOException {
        copy(server.getInputStream(), audible(), proxy.rules()::loseAnswers);
        awaitEndIfSilent();
    }

    /** A blackholed client must not learn that the server has ended. */
    private void awaitEndIfSilent() {
        if (silent) {
            sides.endsWithin(FOR_GOOD);
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

    /**
     * Ends the client's side with a reset, and the server's as soon as nobody waits any more for
     * what it answers. May be called twice.
     */
    void cut() {
        if (owed) {
            sides.resetClient();
        } else {
            sides.reset();
        }
    }

    /** Ends both sides at once. */
    void abort() {
        sides.reset();
    }

    /** Ends both sides, the client's as a server does that is done. */
    void end() throws IOException {
        sides.end();
    }
}
