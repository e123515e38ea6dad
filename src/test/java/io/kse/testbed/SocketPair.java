package io.kse.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;

/** The two sides of a proxied connection, which end together; whoever waits here is woken then. */
final class SocketPair {
    private final Socket client;
    private final Socket server = new Socket();
    private final CountDownLatch ended = new CountDownLatch(1);

    SocketPair(Socket client) {
        this.client = client;
    }

    /**
     * The socket to speak to the server with.
     *
     * @param tls null if the server wants none
     */
    Socket connect(int serverPort, SSLSocketFactory tls) throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
        return tls == null ? server : TrustedSockets.over(server, tls);
    }

    boolean endsWithin(Duration time) {
        try {
            return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Ends the client's side with a reset; the server may go on. May be called twice. */
    void resetClient() {
        ended.countDown();
        try (client) {
            client.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
            ended.countDown();
        }
    }

    /** Ends both sides at once, the client's with a reset. May be called twice. */
    void reset() {
        try (server) {
            resetClient();
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
