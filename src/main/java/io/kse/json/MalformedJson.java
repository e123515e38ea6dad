package io.kse.json;

/** Text that is not the JSON we accept; the message says in one line what is wrong with it. */
public final class MalformedJson extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedJson(String message, Throwable cause) {
        super(message, cause);
    }

    MalformedJson(String message) {
        super(message);
    }
}
