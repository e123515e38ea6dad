package io.kse.kubernetes;

import java.util.OptionalLong;

/**
 * How the events of one kind of object stand at one moment.
 *
 * @param offered how many have come in since the start, those included that were replaced
 * @param waiting objects with an event that nobody has taken yet
 * @param oldest when the oldest event came in that waits or is under way, in milliseconds since
 *     1970; empty if there is none
 */
public record Backlog(long offered, int waiting, OptionalLong oldest) {
    /** While nobody watches. */
    static final Backlog EMPTY = new Backlog(0, 0, OptionalLong.empty());
}
