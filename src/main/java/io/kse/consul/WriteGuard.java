package io.kse.consul;

import java.util.regex.Pattern;
import org.apache.camel.component.consul.endpoint.ConsulKeyValueActions;

/**
 * Keeps the stock actions of {@code consul:kv} from writing under our prefix, where only
 * TRANSACTION may.
 *
 * <p>Refuses a key of which it cannot tell where it leads.
 */
final class WriteGuard {
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
     * @param action one that writes
     * @param key as the route gives it; a leading slash does not count, as in the client
     * @throws IllegalArgumentException if {@code action} would write under our prefix, or if the
     *     key does not tell whether it would
     */
    void check(String action, String key) {
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
        boolean aboveUs = action.equals(ConsulKeyValueActions.DELETE_KEYS) && root.startsWith(key);
        return key.startsWith(root) || aboveUs || AMBIGUOUS.matcher(key).find();
    }
}
