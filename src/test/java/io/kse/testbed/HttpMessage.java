package io.kse.testbed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * The head of one HTTP/1.1 request or answer, and the way to its body. Passes every byte on as it
 * came, and each piece of a body as soon as it is there.
 */
final class HttpMessage {
    private final byte[] head;
    private final String[] lines;

    private HttpMessage(byte[] head) {
        this.head = head;
        this.lines = new String(head, StandardCharsets.ISO_8859_1).split("\r\n");
    }

    /** A whole answer. */
    static byte[] answer(int status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 %d Fault\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n"
                        .formatted(status, body.length);
        return concat(head.getBytes(StandardCharsets.US_ASCII), body);
    }

    static byte[] concat(byte[] head, byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head);
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** Null if the stream ends before a message begins. */
    static HttpMessage read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int ends = 0; ends < 4; ) {
            int next = in.read();
            if (next < 0 && head.size() == 0) {
                return null;
            }
            head.write(checked(next));
            ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
        }
        return new HttpMessage(head.toByteArray());
    }

    private static int checked(int next) throws EOFException {
        if (next < 0) {
            throw new EOFException("ended within an HTTP message");
        }
        return next;
    }

    /** GET, PUT and so on, of a request. */
    String method() {
        return lines[0].split(" ")[0];
    }

    /** With the query, as it was sent, of a request. */
    String path() {
        return lines[0].split(" ")[1];
    }

    int status() {
        return Integer.parseInt(lines[0].split(" ")[1]);
    }

    /** True if from here on both sides speak another protocol, such as WebSocket. */
    boolean switchesProtocol() {
        return status() == 101;
    }

    byte[] head() {
        return head;
    }

    /** A request without a length has no body. */
    byte[] requestBody(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (isChunked()) {
            copyChunks(in, body);
        } else if (!header("content-length").isEmpty()) {
            copy(in, body, Long.parseLong(header("content-length")));
        }
        return body.toByteArray();
    }

    /** Of an answer to {@code method}; one without a length ends with the connection. */
    void copyAnswerBody(String method, InputStream in, OutputStream out) throws IOException {
        if (method.equals("HEAD") || status() < 200 || status() == 204 || status() == 304) {
            return;
        }
        if (isChunked()) {
            copyChunks(in, out);
        } else if (header("content-length").isEmpty()) {
            in.transferTo(out);
        } else {
            copy(in, out, Long.parseLong(header("content-length")));
        }
    }

    /** What a body says that {@link #copyAnswerBody} has copied. */
    String text(byte[] body) throws IOException {
        byte[] content = isChunked() ? withoutChunks(body) : body;
        boolean isPacked = header("content-encoding").equalsIgnoreCase("gzip");
        return new String(isPacked ? unpacked(content) : content, StandardCharsets.UTF_8);
    }

    private static byte[] unpacked(byte[] content) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes();
    }

    private static byte[] withoutChunks(byte[] body) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(body);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (long size = size(line(in)); size > 0; size = size(line(in))) {
            copy(in, content, size);
            line(in);
        }
        return content.toByteArray();
    }

    private static long size(String line) {
        return Long.parseLong(line.split(";")[0].strip(), 16);
    }

    /** True if the sender ends the connection after this message. */
    boolean isLast() {
        return header("connection").equalsIgnoreCase("close");
    }

    private boolean isChunked() {
        return header("transfer-encoding").equalsIgnoreCase("chunked");
    }

    private String header(String name) {
        for (String line : lines) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    private static void copyChunks(InputStream in, OutputStream out) throws IOException {
        long size;
        do {
            String line = line(in);
            size = size(line);
            out.write(line.getBytes(StandardCharsets.ISO_8859_1));
            copy(in, out, size + (size > 0 ? 2 : 0));
        } while (size > 0);
        String trailer;
        do {
            trailer = line(in);
            out.write(trailer.getBytes(StandardCharsets.ISO_8859_1));
        } while (!trailer.equals("\r\n"));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\n") < 0) {
            line.append((char) checked(in.read()));
        }
        return line.toString();
    }

    private static void copy(InputStream in, OutputStream out, long size) throws IOException {
        byte[] buffer = new byte[8192];
        for (long left = size; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            checked(read);
            out.write(buffer, 0, read);
            out.flush();
            left -= read;
        }
    }
}
