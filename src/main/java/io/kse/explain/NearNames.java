package io.kse.explain;

import io.kse.service.ServiceName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names that somebody may have meant: a few slips of the finger away, or in another namespace. */
public final class NearNames {
    private static final int MOST = 5;
    private static final int SLIPS = 2;

    private NearNames() {}

    /** The nearest first, at most {@value #MOST}. */
    public static List<ServiceName> of(ServiceName meant, Collection<ServiceName> all) {
        return all.stream()
                .filter(name -> isNear(meant, name))
                .sorted(
                        Comparator.comparingInt((ServiceName name) -> slips(meant, name))
                                .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    private static boolean isNear(ServiceName meant, ServiceName name) {
        return meant.name().equals(name.name())
                || isNear(meant.namespace(), name.namespace()) && isNear(meant.name(), name.name());
    }

    /** Of two letters all would be near. */
    private static boolean isNear(String meant, String name) {
        int most = Math.min(SLIPS, Math.max(meant.length(), name.length()) - 2);
        return Math.abs(meant.length() - name.length()) <= most && slips(meant, name) <= most;
    }

    private static int slips(ServiceName meant, ServiceName name) {
        return slips(meant.namespace(), name.namespace()) + slips(meant.name(), name.name());
    }

    /** Levenshtein's distance: letters added, left out or mistaken. */
    private static int slips(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int before = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int mistaken = before + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                before = row[j];
                row[j] = Math.min(mistaken, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
