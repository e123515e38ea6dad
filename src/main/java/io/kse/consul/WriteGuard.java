package io.kse.consul;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.component.consul.endpoint.ConsulKeyValueActions;

/**
 * Keeps the stock actions of {@code consul:kv} from writing under our prefix, where only
 * TRANSACTION may.
 *
 * <p>An action that it does not know counts as one that writes.
 */
final class WriteGuard {
    private static final Set<String> READING =
            Set.of(
                    ConsulKeyValueActions.GET_VALUE,
                    ConsulKeyValueActions.GET_VALUES,
                    ConsulKeyValueActions.GET_KEYS,
                    ConsulKeyValueActions.GET_SESSIONS);

    /**
     * Segments that something on the way to Consul may resolve, so that the key becomes another.
     */
    private static final Pattern AMBIGUOUS = Pattern.compile("//|(^|/)\\.\\.?(/|$)");

    private final String root;

    /**
     * @param prefix what every key of ours starts with, without a slash at its end
     */
    WriteGuard(String prefix) {
        this.root = prefix + "/";
    }

    /**
     * @param key as the route gives it; a leading slash does not count, as in the client
     * @throws IllegalArgumentException if {@code action} would write under our prefix, or if the
     *     key does not tell whether it would
     */
    void check(String action, String key) {
        if (READING.contains(action.toUpperCase(Locale.ROOT))) {
            return;
        }
        if (isOurs(action, key.replaceFirst("^/+", ""))) {
            throw new IllegalArgumentException(
                    "consul:kv refuses "
                            + action
                            + " of "
                            + key
                            + ": only TRANSACTION may write under "
                            + root);
        }
    }

    private boolean isOurs(String action, String key) {
        boolean aboveUs =
                action.equalsIgnoreCase(ConsulKeyValueActions.DELETE_KEYS) && root.startsWith(key);
        return key.startsWith(root) || aboveUs || AMBIGUOUS.matcher(key).find();
    }
}
