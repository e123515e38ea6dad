package io.kse.status;

import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.listen.Listeners;
import io.kse.service.ServiceName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the owners of Services what keeps them, or one of their ports, from being published. Says
 * each thing once: when it begins, when it changes and when it is over.
 */
public final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final Function<ServiceName, Map<KvKey, ServiceName>> taken;
    private final Listeners<Listener> listeners = new Listeners<>();
    private final Map<ServiceName, List<String>> said = new HashMap<>();

    /** Hears of all that is told, also of what the log has said already. Must not take long. */
    public interface Listener {
        /**
         * What a Service comes to now.
         *
         * @param taken the keys that it wants and another one has
         */
        void told(ServiceDocuments documents, Map<KvKey, ServiceName> taken);

        /** Each of these has been told, and there are no others. */
        void listed(Set<ServiceName> services);
    }

    /**
     * @param taken the keys that a Service wants and another one has
     */
    public Notices(Function<ServiceName, Map<KvKey, ServiceName>> taken) {
        this.taken = taken;
    }

    /** Who hears as well. */
    public void onTold(Listener listener) {
        listeners.add(listener);
    }

    /** Takes in a complete list: what was said of a Service that is not in it is forgotten. */
    public synchronized void tellAll(Collection<ServiceDocuments> listed) {
        Set<ServiceName> services =
                listed.stream().map(ServiceDocuments::service).collect(Collectors.toSet());
        said.keySet().retainAll(services);
        tellEach(listed);
        listeners.tell(listener -> listener.listed(services));
    }

    /** As below, for some of all. */
    public synchronized void tellEach(Collection<ServiceDocuments> some) {
        some.forEach(this::tell);
    }

    public synchronized void tell(ServiceDocuments documents) {
        ServiceName service = documents.service();
        Map<KvKey, ServiceName> others = taken.apply(service);
        List<String> now = Stream.concat(summary(documents), takenKeys(others)).toList();
        List<String> before = now.isEmpty() ? said.remove(service) : said.put(service, now);
        if (now.isEmpty() && before != null && documents instanceof Desired) {
            LOG.info("{}: nothing stands against it any more", service);
        } else if (!now.isEmpty() && !now.equals(before)) {
            LOG.warn("{}: {}", service, String.join("; ", now));
        }
        listeners.tell(listener -> listener.told(documents, others));
    }

    /** Whether what was published stays, and why. */
    static Stream<String> summary(ServiceDocuments documents) {
        Stream<String> notices = documents.notices().stream();
        if (documents instanceof Rejected) {
            return Stream.concat(Stream.of("refused, what was published stays"), notices);
        } else if (documents instanceof AwaitsIngress) {
            return Stream.concat(
                    Stream.of("waits for its ingress Service, what was published stays"), notices);
        } else if (documents instanceof Undecided) {
            return Stream.concat(
                    Stream.of("neither exported nor unexported, what was published stays"),
                    notices);
        }
        return notices;
    }

    /** One line for each key. */
    static Stream<String> takenKeys(Map<KvKey, ServiceName> taken) {
        return taken.entrySet().stream()
                .map(
                        key ->
                                "key "
                                        + key.getKey()
                                        + " belongs to the older Service "
                                        + key.getValue());
    }
}
