package io.kse.consul;

import io.kse.config.KnownSecrets;

/**
 * A foreign text as part of a message of ours: its first line, and not too much of it; without our
 * secrets, should it repeat the request.
 */
final class OneLine {
    private static final int LONGEST = 300;

    private OneLine() {}

    /** "no text" if there is none. */
    static String of(String text) {
        String line = KnownSecrets.masked(text.strip().lines().findFirst().orElse("no text"));
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
