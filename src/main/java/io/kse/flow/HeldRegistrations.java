package io.kse.flow;

import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.plan.Snapshot;
import io.kse.plan.Snapshot.Stored;
import io.kse.registration.RegistrationBrake;
import io.kse.registration.Wish;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
 * nobody leads this cluster, or which lacks a document that is wanted, or which has lost its data
 * meanwhile: nobody writes again what nobody wants. Of such a loss it knows only what it has seen
 * itself: a replica that starts after the leader has let documents go finds them gone as well, and
 * must not wait for a person.
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

    /** Held while Consul lost its data. */
    private final Set<String> lost = new HashSet<>();

    /** Of the lock at the last look; 0 if there was none since something is held. */
    private long lockIndex;

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

    /** A look begins: what was seen while others were held says nothing of these. */
    public synchronized void begin() {
        lost.retainAll(brake.held());
        lockIndex = isDue() ? lockIndex : 0;
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

    /** Where is to be seen, after that, whether it is still the same data. */
    public Set<KvKey> lock() {
        return Set.of(keys.leader(), keys.fence());
    }

    /**
     * {@code missing} of these do not exist.
     *
     * @param lock as it was found after that
     */
    public synchronized void freeWithout(Collection<?> missing, Snapshot lock) {
        noteLoss(lock);
        boolean nobodyLeads = missing.containsAll(lock());
        boolean lacksWanted = aWanted().filter(missing::contains).isPresent();
        if (nobodyLeads || lacksWanted) {
            return;
        }
        List<String> free = new ArrayList<>();
        documents()
                .forEach(
                        (id, key) -> {
                            if (missing.contains(key) && !lost.contains(id)) {
                                free.add(id);
                            }
                        });
        if (!free.isEmpty()) {
            LOG.info("{} held deregistrations go on: their documents are gone", free.size());
            brake.free(free);
            line.compareAgain();
        }
    }

    /** The index of the lock rises, whoever leads, unless all data is that of another time. */
    private void noteLoss(Snapshot lock) {
        long now = lock.stored().values().stream().mapToLong(Stored::index).max().orElse(lockIndex);
        Set<String> held = brake.held();
        if (now < lockIndex && !lost.containsAll(held)) {
            lost.addAll(held);
            LOG.warn(
                    "{} held deregistrations stay held until this program restarts, or they are"
                            + " fewer, or wanted again: Consul has lost its data, so that their"
                            + " documents are gone says nothing",
                    held.size());
        }
        lockIndex = now;
    }

    private Set<KvKey> proof() {
        Set<KvKey> proof = new TreeSet<>(lock());
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
