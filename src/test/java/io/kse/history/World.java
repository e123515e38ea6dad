package io.kse.history;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.DocumentSteps;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.leadership.Fence;
import io.kse.plan.BrakeCause;
import io.kse.plan.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A cluster, a Consul, and the replicas between them, with one clock for all. */
final class World {
    static final KeySpace KEYS = DocumentSteps.KEYS;

    /** What others have in Consul, with keys as like ours as can be. */
    private static final List<KvKey> OTHERS =
            List.of(
                    new KvKey("kse/services/cluster-shop-cart-http/clusters/cluster2"),
                    new KvKey("kse/services/cluster-shop-cart-http/clusters/cluster/note"),
                    KEYS.key("written-by-hand"));

    final ApiServer api;
    final ConsulModel consul;
    final Checker checker;
    final int maxDeletePercent;
    final List<Replica> replicas = new ArrayList<>();

    /** False while the API server gives no lists. */
    boolean isListing = true;

    /** True while comparisons may go on before their list is answered. */
    boolean areListsSlow;

    private long now = Duration.ofDays(1).toNanos();

    /**
     * Which leader's time it is: another one each time that the lock is taken.
     *
     * @param restores how often Consul has been restored before: a lock that was gone may be back,
     *     with a leader who has not noticed
     */
    record Term(long created, long locks, int restores) {
        boolean mayBe(Term later) {
            return equals(later) || restores != later.restores;
        }
    }

    World(Random random, int maxDeletePercent, Variant variant) {
        this.api = new ApiServer(random);
        this.consul = new ConsulModel(this::nanoTime);
        this.maxDeletePercent = maxDeletePercent;
        consul.variant = variant;
        OTHERS.forEach(key -> consul.put(key, "somebody else's"));
        this.checker = new Checker(this);
    }

    static List<KvKey> others() {
        return OTHERS;
    }

    Variant variant() {
        return consul.variant;
    }

    long nanoTime() {
        return now;
    }

    void pass(Duration time) {
        now += time.toNanos();
    }

    /** Whose lock it is now. */
    Term term() {
        return consul.get(KEYS.leader())
                .map(entry -> new Term(entry.created(), entry.locks(), consul.restores()))
                .orElseGet(() -> new Term(0, 0, consul.restores()));
    }

    /** What a Service, which tells its version, comes to. */
    ServiceDocuments documents(Service service) {
        int number = Integer.parseInt(service.getMetadata().getResourceVersion());
        ServiceDocuments documents = api.log().get(number - 1).documents();
        return documents instanceof Rejected && variant() == Variant.REFUSED_IS_UNEXPORTED
                ? new NotExported(documents.service(), "refused")
                : documents;
    }

    /** A replica makes changes, and what that comes to is looked at. */
    void write(Replica replica, Fence fence, Term term, Transaction transaction, BrakeCause cause) {
        Checker.Before before = checker.before(transaction);
        try {
            replica.consul.apply(fence, transaction);
        } finally {
            checker.written(before, replica, fence, term, cause);
        }
    }

    Optional<Replica> leader() {
        return replicas.stream().filter(Replica::isLeading).findFirst();
    }
}
