package io.kse.kubernetes;

/**
 * How it became known what happened to an object. {@link #WATCHED} is never said of what may have
 * come out of a list.
 */
public enum EventSource {
    /** The API server said so as it happened. */
    WATCHED,

    /** It was found, or found missing, in a list: the first one, or the one after a gap. */
    LISTED
}
