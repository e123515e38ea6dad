package io.kse.e2e;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client's connection to the load balancer. */
final class Connection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;

    private final Target target;
    private final Socket socket = new Socket();
    private boolean closing;

    Connection(Target target) throws IOException {
        this.target = target;
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try {
            socket.connect(new InetSocketAddress(loopback, target.port()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * @throws EndedBefore if the connection ended before anything was answered
     * @throws IOException if it was not answered as it should be
     */
    Answer ask(boolean keepAlive) throws IOException {
        String request =
                "GET / HTTP/1.1\r\nHost: %s\r\nConnection: %s\r\n\r\n"
                        .formatted(target.host(), keepAlive ? "keep-alive" : "close");
        Head head = send(request);
        byte[] body = socket.getInputStream().readNBytes(head.contentLength());
        closing = !keepAlive || head.says("connection: close");
        if (!head.first().startsWith("HTTP/1.1 200 ")) {
            throw new IOException(head.first());
        }
        return checked(Answer.parse(new String(body, StandardCharsets.UTF_8)));
    }

    private Head send(String request) throws IOException {
        Head head;
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            head = Head.read(socket.getInputStream());
        } catch (java.net.SocketException e) {
            throw new EndedBefore(e);
        }
        if (head == null) {
            throw new EndedBefore(new EOFException("closed without an answer"));
        }
        return head;
    }

    private Answer checked(Answer answer) throws IOException {
        if (!answer.service().equals(target.service())) {
            throw new IOException("another Service has answered: " + answer);
        }
        if (target.proxied() && !answer.client().equals("127.0.0.1:" + socket.getLocalPort())) {
            throw new IOException("the back end knows another client: " + answer);
        }
        return answer;
    }

    /** Whether the other side has said that it takes no further request. */
    boolean isClosing() {
        return closing;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** What a client of HTTP may answer by asking again, if the connection was used before. */
    static final class EndedBefore extends IOException {
        private static final long serialVersionUID = 1L;

        EndedBefore(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
