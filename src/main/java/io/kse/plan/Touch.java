package io.kse.plan;

import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.service.ServiceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has to be compared with Consul. */
public sealed interface Touch {
    /** True if there is nothing to compare. */
    boolean isEmpty();

    /** True if all keys of ours have to be read. */
    default boolean isEverything() {
        return this instanceof Everything;
    }

    /** True if what Consul refuses of it does not hold up the rest of it. */
    default boolean hasParts() {
        return !(this instanceof Part);
    }

    /** What is planned, and tried again, by itself. */
    sealed interface Part extends Touch permits Touched, TouchedNodes {}

    /**
     * The keys that {@code service} wants or wanted.
     *
     * @param why it no longer wants those that nobody wants now, for people
     */
    record Touched(ServiceName service, Set<KvKey> keys, String why) implements Part {
        public Touched {
            keys = Set.copyOf(keys);
        }

        /** The {@code keys} of a Service that comes to {@code documents} now. */
        static Touched of(ServiceDocuments documents, Set<KvKey> keys) {
            ServiceName service = documents.service();
            return new Touched(
                    service,
                    keys,
                    documents instanceof NotExported notExported
                            ? "Service %s: %s".formatted(service, notExported.reason())
                            : "Service %s has no such port or key any more".formatted(service));
        }

        @Override
        public boolean isEmpty() {
            return keys.isEmpty();
        }
    }

    /** The nodes key. */
    record TouchedNodes() implements Part {
        @Override
        public boolean isEmpty() {
            return false;
        }
    }

    /** The keys of several Services, which have changed together. */
    record Several(List<Touched> services) implements Touch {
        public Several {
            services = List.copyOf(services);
        }

        /** Who wants or wanted each key: a map of the caller's own. */
        Map<KvKey, ServiceName> owners() {
            Map<KvKey, ServiceName> owners = new HashMap<>();
            services.forEach(each -> each.keys().forEach(key -> owners.put(key, each.service())));
            return owners;
        }

        /** Why they no longer want those of their keys that nobody wants now, for people. */
        public String why() {
            return services.size() == 1
                    ? services.get(0).why()
                    : "its Service has no such port or key any more";
        }

        @Override
        public boolean isEmpty() {
            return services.stream().allMatch(Touched::isEmpty);
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
