package io.kse.config;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tokens and passwords that this process was given, so that they can be taken out of texts that
 * others wrote: a proxy's error page may repeat the request that it got. There is one such set for
 * the process, as there is one log.
 */
public final class KnownSecrets {
    /** Shorter ones would be found in ordinary words. */
    private static final int SHORTEST = 4;

    /** Of those that are renewed; old ones are of no use to anybody some hours later. */
    private static final int MOST_RENEWED = 64;

    private static final String MASK = "(secret)";

    private static final Set<String> GIVEN = new HashSet<>();
    private static final Set<String> RENEWED = new LinkedHashSet<>();
    private static volatile List<String> secrets = List.of();

    private KnownSecrets() {}

    /** From now on that text is masked; it does no harm to say so again. */
    public static void add(String secret) {
        keep(secret, GIVEN);
    }

    /** The same for one that is renewed now and then: the oldest of many is masked no more. */
    public static void addRenewed(String secret) {
        keep(secret, RENEWED);
    }

    /** As {@code user:password}: the password, and both as they are sent. */
    public static void addLogin(String login) {
        add(Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        add(login.substring(login.indexOf(':') + 1));
    }

    private static void keep(String secret, Set<String> kind) {
        if (secret.length() >= SHORTEST && !secrets.contains(secret)) {
            keepNew(secret, kind);
        }
    }

    private static synchronized void keepNew(String secret, Set<String> kind) {
        kind.add(secret);
        if (RENEWED.size() > MOST_RENEWED) {
            RENEWED.remove(RENEWED.iterator().next());
        }
        secrets = longestFirst();
    }

    /** A longer one may hold a shorter one. */
    private static List<String> longestFirst() {
        return Stream.of(GIVEN, RENEWED)
                .flatMap(Set::stream)
                .distinct()
                .sorted((one, other) -> other.length() - one.length())
                .toList();
    }

    /** The text without any of them. */
    public static String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }
}
