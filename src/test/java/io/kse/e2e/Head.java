package io.kse.e2e;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The lines of an HTTP message up to the empty one.
 *
 * @param lines the first as it came, the others in lower case
 */
record Head(List<String> lines) {
    /** Null if the other side has ended the connection instead. */
    static Head read(InputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        List<String> lines = new ArrayList<>();
        lines.add((char) first + line(in));
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            lines.add(line.toLowerCase(Locale.ROOT));
        }
        return new Head(lines);
    }

    /** Without its end. */
    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("ended in a line");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    String first() {
        return lines.get(0);
    }

    boolean says(String header) {
        return lines.contains(header);
    }

    int contentLength() {
        String name = "content-length:";
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> Integer.parseInt(line.substring(name.length()).strip()))
                .findFirst()
                .orElse(0);
    }
}
