package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.service.ServiceName;
import java.util.Set;

/** What has to be compared with Consul. */
public sealed interface Touch {
    /** True if there is nothing to compare. */
    boolean isEmpty();

    /** True if all keys of ours have to be read. */
    default boolean isEverything() {
        return this instanceof Everything;
    }

    /**
     * The keys that {@code service} wants or wanted.
     *
     * @param why it no longer wants those that nobody wants now, for people
     */
    record Touched(ServiceName service, Set<KvKey> keys, String why) implements Touch {
        public Touched {
            keys = Set.copyOf(keys);
        }

        @Override
        public boolean isEmpty() {
            return keys.isEmpty();
        }
    }

    /**
     * Every key of ours.
     *
     * @param fromLiveList false if Services come from caches: then nothing is known to be gone
     */
    record Everything(boolean fromLiveList) implements Touch {
        @Override
        public boolean isEmpty() {
            return false;
        }
    }
}
