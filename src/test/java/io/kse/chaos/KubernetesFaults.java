package io.kse.chaos;

import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy.Request;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What may happen to the API server, and on the way to it. */
final class KubernetesFaults {
    private static final Predicate<Request> LISTS =
            request -> request.method().equals("GET") && request.path().contains("limit=");
    private static final Predicate<Request> LATER_PAGES =
            LISTS.and(request -> request.path().contains("continue="));

    private KubernetesFaults() {}

    /** SIGKILL; etcd, and so every object, stays. */
    static Injection.End kill(Landscape landscape, RandomGenerator random) {
        landscape.apiServer.writeLock().lock();
        landscape.kubernetes.kill();
        return () -> {
            try {
                landscape.kubernetes.restart();
            } finally {
                landscape.apiServer.writeLock().unlock();
            }
        };
    }

    /** SIGSTOP. */
    static Injection.End stop(Landscape landscape, RandomGenerator random) {
        landscape.apiServer.writeLock().lock();
        landscape.kubernetes.pause();
        return () -> {
            try {
                landscape.kubernetes.resume();
            } finally {
                landscape.apiServer.writeLock().unlock();
            }
        };
    }

    /** All connections of the replicas end, and those that follow at once do as well. */
    static Injection.End cutWatches(Landscape landscape, RandomGenerator random) {
        landscape.apiProxy.cut();
        return landscape.apiProxy::cut;
    }

    /** No watch can go on from where it was: 410. */
    static Injection.End compact(Landscape landscape, RandomGenerator random) {
        landscape.apiProxy.fault(new Fault.Refuse());
        return () -> {
            landscape.etcd.forgetHistory();
            landscape.apiProxy.heal();
        };
    }

    /** No watch can go on, and lists stop half way, between two pages or within one. */
    static Injection.End refuseListsHalfWay(Landscape landscape, RandomGenerator random) {
        if (random.nextBoolean()) {
            Fault.Answer fault = new Fault.Answer(500, "etcdserver: request timed out");
            landscape.apiProxy.fault(fault, LATER_PAGES);
        } else {
            landscape.apiProxy.fault(new Fault.CutAnswer(random.nextInt(20_000)), LISTS);
        }
        landscape.etcd.forgetHistory();
        landscape.apiProxy.cut();
        return landscape.apiProxy::heal;
    }

    /** The replicas lose all rights, and their watches. */
    static Injection.End forbid(Landscape landscape, RandomGenerator random) {
        landscape.forbid();
        landscape.apiProxy.cut();
        return landscape::allow;
    }
}
