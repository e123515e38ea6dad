package io.kse.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Recognizes host names and IP addresses, without asking anybody on the network. */
final class Hosts {
    private static final int LONGEST_NAME = 253;
    // Underscores and a dot at the end: resolvers take them, so the original did.
    private static final Pattern NAME =
            Pattern.compile(
                    "[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*+\\.?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern BYTE =
            Pattern.compile("25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9]");
    private static final Pattern WITH_PORT = Pattern.compile("[^:]*:[0-9]+|\\[[^]]*]:[0-9]*");

    private Hosts() {}

    /**
     * The host as given, an IPv6 address without its brackets.
     *
     * @throws IllegalArgumentException if it is neither a name nor an address
     */
    static String parse(String text) {
        if (text.contains("/")) {
            throw new IllegalArgumentException("without scheme and path, please");
        }
        if (WITH_PORT.matcher(text).matches()) {
            throw new IllegalArgumentException("without port, please: it has a setting of its own");
        }
        return text.contains(":") ? ipv6(text) : nameOrIpv4(text);
    }

    private static String ipv6(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String address = bracketed ? text.substring(1, text.length() - 1) : text;
        try {
            // A colon makes it a literal: nothing is looked up.
            InetAddress.getByName(address);
            return address;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IPv6 address", e);
        }
    }

    private static String nameOrIpv4(String text) {
        boolean good =
                NUMBERS.matcher(text).matches()
                        ? isIpv4(text)
                        : text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
        if (!good) {
            throw new IllegalArgumentException("neither a host name nor an IP address");
        }
        return text;
    }

    private static boolean isIpv4(String text) {
        String[] bytes = text.split("\\.", -1);
        for (String part : bytes) {
            if (!BYTE.matcher(part).matches()) {
                return false;
            }
        }
        return bytes.length == 4;
    }
}
