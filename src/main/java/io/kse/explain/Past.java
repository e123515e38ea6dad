package io.kse.explain;

import java.time.Instant;

/**
 * Something that has happened since this replica's start.
 *
 * @param at by our clock
 * @param what for people
 */
public record Past(Instant at, String what) {}
