package io.kse.input;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Bytes that somebody sends to the HTTP server: a request, several at once, a part of one, or
 * something else. What is behind a line break in them must never become a header of an answer.
 */
final class RandomRequest {
    /** The name of a header that only these requests try to have in an answer. */
    static final String INJECTED = "X-Injected";

    private static final String LINE = "\r\n";
    private static final String INJECTION = LINE + INJECTED + ": 1" + LINE + LINE + "<script>";

    private static final List<String> PATHS =
            List.of(
                    "/",
                    "/healthz",
                    "/readyz",
                    "/metrics",
                    "/debug/vars",
                    "/explain/shop/cart",
                    "/explain/shop/",
                    "/explain/",
                    "/page.css",
                    "/page.js",
                    "/observe/health",
                    "/observe/metrics",
                    "/?service=shop/cart",
                    "*",
                    "");

    private static final List<String> METHODS =
            List.of(
                    "GET",
                    "GET",
                    "GET",
                    "GET",
                    "HEAD",
                    "POST",
                    "PUT",
                    "DELETE",
                    "OPTIONS",
                    "TRACE",
                    "CONNECT",
                    "PRI",
                    "PROPFIND",
                    "get",
                    "G\u0000T",
                    "",
                    "GET GET");

    private static final List<String> VERSIONS =
            List.of(
                    "HTTP/1.1",
                    "HTTP/1.1",
                    "HTTP/1.1",
                    "HTTP/1.0",
                    "HTTP/2.0",
                    "HTTP/0.9",
                    "HTTP/1.999999999",
                    "EVIL/1.1",
                    "HTTP",
                    "");

    private static final List<String> ESCAPES =
            List.of(
                    "%",
                    "%0",
                    "%zz",
                    "%00",
                    "%0d%0a",
                    "%0d%0a" + INJECTED + ":%201",
                    "%2e%2e%2f",
                    "%2F",
                    "%5c",
                    "%ff%fe",
                    "%c0%af",
                    "%ed%a0%80",
                    "%u0041",
                    "%25%30%30",
                    "..",
                    "//",
                    ";a=b",
                    "/../",
                    "/./",
                    "\\",
                    "?",
                    "#",
                    "&",
                    "=",
                    "+",
                    "\u0000",
                    "\u00ff",
                    "{{ id }}",
                    "${body}",
                    "<script>",
                    "shop",
                    "cart");

    private static final List<String> QUERIES =
            List.of(
                    "service",
                    "text",
                    "page",
                    "sort",
                    "Set-Cookie",
                    INJECTED,
                    "Content-Type",
                    "CamelHttpResponseCode",
                    "CamelHttpUri",
                    "Transfer-Encoding");

    private static final List<String> HEADERS =
            List.of(
                    "Accept: text/html",
                    "Accept: */*;q=nonsense,,,;",
                    "Accept-Encoding: gzip",
                    "Expect: 100-continue",
                    "Connection: Upgrade" + LINE + "Upgrade: h2c" + LINE + "HTTP2-Settings: AAMA",
                    "Connection: Upgrade" + LINE + "Upgrade: websocket",
                    "Connection: keep-alive, close, x",
                    "Content-Length: 5",
                    "Content-Length: 0",
                    "Content-Length: -1",
                    "Content-Length: 99999999999999999999",
                    "Content-Length: 1" + LINE + "Content-Length: 2",
                    "Transfer-Encoding: chunked",
                    "Transfer-Encoding: chunked, identity",
                    "Transfer-Encoding: chunked" + LINE + "Content-Length: 3",
                    "X-Forwarded-For: 127.0.0.1",
                    "X-Forwarded-Host: " + INJECTION,
                    "CamelHttpResponseCode: 500",
                    "CamelHttpResponseText: a" + INJECTION,
                    "Content-Type: text/html" + LINE + " folded",
                    "Cookie: a=\u0000\u00ff",
                    "Range: bytes=0-0,1-1,2-2,-1",
                    "If-None-Match: *",
                    "No colon",
                    ": no name",
                    " : x",
                    "X\u0000: x",
                    "X: \u0001",
                    "Host: b");

    private static final List<String> HOSTS =
            List.of(
                    "Host: 127.0.0.1",
                    "Host: localhost",
                    "Host: evil.example.com",
                    "Host: a:b:c",
                    "Host:",
                    "X: x");

    private static final List<String> BODIES =
            List.of(
                    "",
                    "",
                    "hello",
                    "5" + LINE + "hello" + LINE + "0" + LINE + LINE,
                    "zz" + LINE,
                    "-1" + LINE,
                    "ffffffffffffffff" + LINE,
                    "0" + LINE + "X: x");

    private static final int LONG = 20_000;

    private final SplittableRandom random;
    private final RandomText text;

    RandomRequest(SplittableRandom random) {
        this.random = random;
        this.text = new RandomText(random);
    }

    /** Latin-1 for the most part, so that each character is a byte. */
    byte[] next() {
        return switch (random.nextInt(12)) {
            case 0 -> garbage();
            case 1 -> latin(cut(request()));
            case 2 -> text.mistyped(request()).getBytes(StandardCharsets.UTF_8);
            case 3 -> latin(several());
            default -> latin(request());
        };
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] garbage() {
        byte[] bytes = new byte[1 + random.nextInt(400)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String cut(String request) {
        return request.substring(0, random.nextInt(request.length() + 1));
    }

    private String several() {
        return IntStream.range(0, 2 + random.nextInt(20))
                .mapToObj(i -> random.nextInt(4) == 0 ? request() : good())
                .collect(Collectors.joining());
    }

    private static String good() {
        return "GET /healthz HTTP/1.1" + LINE + "Host: 127.0.0.1" + LINE + LINE;
    }

    private String request() {
        return text.pick(METHODS)
                + " "
                + target()
                + " "
                + text.pick(VERSIONS)
                + LINE
                + text.pick(HOSTS)
                + LINE
                + headers()
                + LINE
                + text.pick(BODIES);
    }

    private String target() {
        String path = text.pick(PATHS) + some(ESCAPES);
        return switch (random.nextInt(20)) {
            case 0 -> "http://evil.example.com" + path;
            case 1 -> "//evil.example.com" + path;
            case 2 -> path + INJECTION;
            case 3 -> path + "a".repeat(LONG);
            case 4 -> text.unicode(20);
            case 5 -> "http://[::1" + path;
            default -> path + query();
        };
    }

    private String some(List<String> pieces) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> text.pick(pieces))
                .collect(Collectors.joining());
    }

    private String query() {
        if (random.nextBoolean()) {
            return "";
        }
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> text.pick(QUERIES) + "=" + some(ESCAPES))
                .collect(Collectors.joining("&", "?", ""));
    }

    /** Now and then far too many. */
    private String headers() {
        if (random.nextInt(40) == 0) {
            return ("X: " + "x".repeat(90) + LINE).repeat(LONG / 90);
        }
        return IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> text.pick(HEADERS) + LINE)
                .collect(Collectors.joining());
    }
}
