package io.kse.flow;

import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.registration.RegistrationBrake;
import io.kse.registration.Wish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ends the holding of deregistrations without a person at each agent: the leader, or an
 * operator by the leader's brake, has let the documents go. Believes nothing of a Consul in which
 * nobody leads this cluster, or which lacks a document that is wanted.
 */
public final class HeldRegistrations {
    private static final Logger LOG = LoggerFactory.getLogger(HeldRegistrations.class);

    /** One transaction, also on an old Consul. */
    private static final int AT_ONCE = 60;

    private final RegistrationBrake brake;
    private final Registrations registrations;
    private final KeySpace keys;
    private final boolean hasTemplate;
    private final RegistrationLine line;

    private int next;

    /**
     * @param hasTemplate true if a key does not follow from an id
     */
    HeldRegistrations(
            RegistrationBrake brake,
            Registrations registrations,
            KeySpace keys,
            boolean hasTemplate,
            RegistrationLine line) {
        this.brake = brake;
        this.registrations = registrations;
        this.keys = keys;
        this.hasTemplate = hasTemplate;
        this.line = line;
    }

    /** True if documents have to be looked for. */
    public synchronized boolean isDue() {
        return !documents().isEmpty();
    }

    /** Some of their documents, others at each call, and what has to be there to believe Consul. */
    public synchronized Set<KvKey> documentsAndProof() {
        Set<KvKey> asked = new TreeSet<>(proof());
        List<KvKey> all = List.copyOf(new TreeSet<>(documents().values()));
        for (int i = 0; i < Math.min(AT_ONCE, all.size()); i++) {
            asked.add(all.get(next++ % all.size()));
        }
        next %= Math.max(1, all.size());
        return asked;
    }

    /** {@code missing} of these do not exist. */
    public synchronized void freeWithout(Collection<?> missing) {
        boolean nobodyLeads = missing.contains(keys.leader()) && missing.contains(keys.fence());
        boolean lacksWanted = aWanted().filter(missing::contains).isPresent();
        if (nobodyLeads || lacksWanted) {
            return;
        }
        List<String> free = new ArrayList<>();
        documents()
                .forEach(
                        (id, key) -> {
                            if (missing.contains(key)) {
                                free.add(id);
                            }
                        });
        if (!free.isEmpty()) {
            LOG.info("{} held deregistrations go on: their documents are gone", free.size());
            brake.free(free);
            line.compareAgain();
        }
    }

    private Set<KvKey> proof() {
        Set<KvKey> proof = new TreeSet<>(Set.of(keys.leader(), keys.fence()));
        aWanted().ifPresent(proof::add);
        return proof;
    }

    private Optional<KvKey> aWanted() {
        return registrations.wishes().byId().values().stream().findFirst().map(Wish::key);
    }

    private Map<String, KvKey> documents() {
        Map<String, KvKey> documents = new HashMap<>(brake.documents());
        if (!hasTemplate) {
            brake.held().forEach(id -> documents.put(id, keys.key(id)));
        }
        return documents;
    }
}
