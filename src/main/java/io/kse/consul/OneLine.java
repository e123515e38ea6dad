package io.kse.consul;

/** A foreign text as part of a message of ours: its first line, and not too much of it. */
final class OneLine {
    private static final int LONGEST = 300;

    private OneLine() {}

    /** "no text" if there is none. */
    static String of(String text) {
        String line = text.strip().lines().findFirst().orElse("no text");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
