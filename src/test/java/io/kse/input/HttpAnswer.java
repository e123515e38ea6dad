package io.kse.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One answer of an HTTP server, read as strictly as the standard allows.
 *
 * @param headers by name in lower case
 */
record HttpAnswer(int status, Map<String, String> headers, String body) {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d) [ -~]*");
    private static final Pattern HEADER =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([ -~\t]*)");
    private static final String LINE = "\r\n";

    /**
     * All that a connection has brought, Latin-1 as text.
     *
     * @param ended false if there might have been more: then the last one need not be whole
     * @throws AssertionError if it is no HTTP
     */
    static List<HttpAnswer> all(String text, boolean ended) {
        List<HttpAnswer> answers = new ArrayList<>();
        Cursor cursor = new Cursor(text);
        try {
            while (!cursor.isAtEnd()) {
                answers.add(next(cursor));
            }
        } catch (NotAll e) {
            if (ended) {
                throw new AssertionError("an answer without its end", e);
            }
        }
        return answers;
    }

    private static HttpAnswer next(Cursor cursor) throws NotAll {
        Matcher status = match(STATUS, cursor.line());
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = cursor.line(); !line.isEmpty(); line = cursor.line()) {
            Matcher header = match(HEADER, line);
            String name = header.group(1).toLowerCase(java.util.Locale.ROOT);
            if (headers.put(name, header.group(2)) != null) {
                throw new AssertionError("a header that is there twice: " + line);
            }
        }
        int code = Integer.parseInt(status.group(1));
        return new HttpAnswer(code, headers, body(code, headers, cursor));
    }

    private static Matcher match(Pattern grammar, String line) {
        Matcher matcher = grammar.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("no line of HTTP: " + line);
        }
        return matcher;
    }

    /** That of an answer to HEAD is missing, whatever its headers say of it. */
    private static String body(int status, Map<String, String> headers, Cursor cursor)
            throws NotAll {
        if (status < 200 || status == 204 || status == 304 || cursor.isBefore("HTTP/1.")) {
            return "";
        } else if ("chunked".equals(headers.get("transfer-encoding"))) {
            return cursor.isAtEnd() ? "" : chunks(cursor);
        } else if (headers.containsKey("content-length")) {
            int length = Integer.parseInt(headers.get("content-length"));
            return cursor.isAtEnd() ? "" : cursor.take(length);
        }
        // Up to the end of the connection, as in HTTP/1.0.
        return cursor.rest();
    }

    private static String chunks(Cursor cursor) throws NotAll {
        StringBuilder body = new StringBuilder();
        for (int size = size(cursor); size > 0; size = size(cursor)) {
            body.append(cursor.take(size));
            match(Pattern.compile(""), cursor.line());
        }
        match(Pattern.compile(""), cursor.line());
        return body.toString();
    }

    private static int size(Cursor cursor) throws NotAll {
        return Integer.parseInt(
                match(Pattern.compile("[0-9a-fA-F]{1,7}"), cursor.line()).group(), 16);
    }

    private static final class Cursor {
        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        boolean isAtEnd() {
            return at == text.length();
        }

        boolean isBefore(String next) {
            return text.startsWith(next, at);
        }

        String line() throws NotAll {
            int end = text.indexOf(LINE, at);
            if (end < 0) {
                throw new NotAll();
            }
            String line = text.substring(at, end);
            at = end + LINE.length();
            return line;
        }

        String rest() {
            String rest = text.substring(at);
            at = text.length();
            return rest;
        }

        String take(int count) throws NotAll {
            if (text.length() - at < count) {
                throw new NotAll();
            }
            at += count;
            return text.substring(at - count, at);
        }
    }

    private static final class NotAll extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
