package io.kse.http;

import java.time.Duration;

/**
 * What a client may take of the server.
 *
 * @param connections at a time; one more ends the one that has been without progress longest
 * @param asking from the connection, or from the last answer, to the end of the next request
 * @param answering until the answer is made
 * @param lineBytes of the first line of a request
 * @param headerBytes of all its headers together
 */
public record HttpLimits(
        int connections, Duration asking, Duration answering, int lineBytes, int headerBytes) {
    public HttpLimits {
        if (connections < 1 || lineBytes < 1 || headerBytes < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
        if (asking.toMillis() < 1 || answering.toMillis() < 1) {
            throw new IllegalArgumentException("times are at least a millisecond");
        }
    }

    /** Ample for probes, scrapes and some people with browsers. */
    public static HttpLimits standard() {
        return new HttpLimits(200, Duration.ofSeconds(30), Duration.ofSeconds(30), 4096, 16384);
    }
}
