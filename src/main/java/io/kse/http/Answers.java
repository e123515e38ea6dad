package io.kse.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/**
 * What every answer has in common: headers that forbid a browser whatever the answer does not need,
 * and one line of plain text for each error, with nothing of the request in it.
 */
final class Answers {
    /** An answer of a route may say something else instead; a page says what it needs. */
    private static final Map<String, String> HEADERS =
            Map.of(
                    "X-Content-Type-Options", "nosniff",
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
                    "X-Frame-Options", "DENY",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Cache-Control", "no-store");

    private static final Map<Integer, String> LINES =
            Map.of(
                    400, "this is no request that can be understood",
                    403, "not for everybody",
                    404, "there is nothing here",
                    405, "only reading is possible here",
                    413, "a request has no body here",
                    414, "the address is too long",
                    431, "the headers are too long",
                    500, "this failed; the log says why",
                    503, "not now");

    private Answers() {}

    static void protect(HttpServerResponse response) {
        HEADERS.forEach(response::putHeader);
    }

    /** When it is sent. */
    static Future<Void> fail(HttpServerRequest request, int status) {
        HttpServerResponse response = request.response();
        if (response.headWritten()) {
            return request.connection().close();
        }
        protect(response);
        response.setStatusCode(status);
        response.putHeader("Content-Type", "text/plain; charset=utf-8");
        return response.end(line(status));
    }

    static String line(int status) {
        return status + ": " + LINES.getOrDefault(status, "this cannot be answered") + "\n";
    }
}
