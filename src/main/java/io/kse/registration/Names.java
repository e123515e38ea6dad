package io.kse.registration;

import java.util.Collection;
import java.util.stream.Collectors;

/** Ids for a line of the log: not more than somebody reads. */
public final class Names {
    private static final int NAMED = 3;

    private Names() {}

    public static String of(Collection<String> ids) {
        String first = ids.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
        int more = ids.size() - NAMED;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
