package io.kse.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a service id in a key may be put together from: everything in it that stands between two
 * characters that are no letters or digits. Where names hold such characters themselves, only the
 * reader can tell which part is which.
 */
final class IdParts {
    /** More words than ids of valid names have; what has more is not taken apart. */
    private static final int WORDS = 64;

    private IdParts() {}

    /** Without the empty one; none at all if there are too many to look at. */
    static List<String> of(String id) {
        List<Integer> cuts = cuts(id);
        if (cuts.size() > WORDS + 1) {
            return List.of();
        }
        Set<String> parts = new LinkedHashSet<>();
        for (int from = 0; from < cuts.size(); from++) {
            for (int to = from + 1; to < cuts.size(); to++) {
                parts.add(id.substring(cuts.get(from), cuts.get(to) - 1));
            }
        }
        parts.remove("");
        return List.copyOf(parts);
    }

    /** Where a word may start; one more behind the end. */
    private static List<Integer> cuts(String id) {
        List<Integer> cuts = new ArrayList<>(List.of(0));
        for (int i = 0; i < id.length(); i++) {
            if (!Character.isLetterOrDigit(id.charAt(i))) {
                cuts.add(i + 1);
            }
        }
        cuts.add(id.length() + 1);
        return cuts;
    }
}
