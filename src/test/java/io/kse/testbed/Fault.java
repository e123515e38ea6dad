package io.kse.testbed;

import java.time.Duration;

/** What a {@link FaultyProxy} does instead of passing a request on. */
public sealed interface Fault {
    /** As if the server were not running: existing connections end, new ones are refused. */
    record Refuse() implements Fault {}

    /** Takes the request and never answers it; the connection stays open and silent for good. */
    record Hang() implements Fault {}

    /** Resets the connection (RST) without passing the request on. */
    record Reset() implements Fault {}

    /** Answers by itself, without asking the server. HTTP only. */
    record Answer(int status, String text) implements Fault {}

    /** Passes the request on, waits for the server's answer, and resets the connection instead. */
    record LoseAnswer() implements Fault {}

    /**
     * Passes the request on and resets the connection within the answer, after that many bytes of
     * its body as they are on the wire, marks of chunks included. A shorter answer passes whole.
     * HTTP only.
     */
    record CutAnswer(int bytes) implements Fault {}

    /** Passes the request on after that time. */
    record Delay(Duration time) implements Fault {}
}
