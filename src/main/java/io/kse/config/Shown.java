package io.kse.config;

import io.kse.service.Quoted;

/** How the value of a setting looks in a message: quoted, and without a URL's password. */
final class Shown {
    private Shown() {}

    /** Somebody may have put {@code https://user:password@host} where a host belongs. */
    static String quoted(String text) {
        int at = text.lastIndexOf('@');
        return Quoted.of(text.lastIndexOf(':', at) < 0 ? text : "(secret)" + text.substring(at));
    }
}
