package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.service.GoBoolean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether this cluster is taken out of the load balancers on purpose. Either source drains it.
 *
 * @param setting true if KSE_DRAIN says so
 * @param key what the key beside it in Consul says
 */
public record Drain(boolean setting, Word key) {
    /** What an operator has written at {@code <prefix>/drain/<cluster id>}. */
    public enum Word {
        /** It has not been looked at yet. */
        UNKNOWN,
        /** Nothing, or a false boolean. */
        IN_SERVICE,
        /** Anything else. */
        DRAINED;

        /**
         * @param value what the key holds; empty if there is no such key
         */
        public static Word of(Optional<byte[]> value) {
            return value.filter(Word::drains).isPresent() ? DRAINED : IN_SERVICE;
        }

        private static boolean drains(byte[] value) {
            String text = new String(value, StandardCharsets.UTF_8);
            return GoBoolean.parse(text).orElse(true);
        }
    }

    /** The same with another word. */
    public Drain with(Word word) {
        return new Drain(setting, word);
    }

    /**
     * What drains the cluster, for people; empty if nothing does.
     *
     * @param path of the key
     */
    public List<String> sources(KvKey path) {
        List<String> sources = new ArrayList<>();
        if (setting) {
            sources.add("KSE_DRAIN");
        }
        if (key == Word.DRAINED) {
            sources.add(path.path());
        }
        return sources;
    }

    public boolean isDrained() {
        return setting || key == Word.DRAINED;
    }

    /**
     * False until it is known whether the cluster is drained: a list of nodes that was written
     * before that would send traffic to a drained cluster for a moment, after each restart.
     */
    public boolean isKnown() {
        return setting || key != Word.UNKNOWN;
    }
}
