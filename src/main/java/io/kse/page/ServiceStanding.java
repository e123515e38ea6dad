package io.kse.page;

import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.plan.KnownService;
import io.kse.plan.ServiceState;
import io.kse.service.ServiceName;
import io.kse.status.FailedChanges.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a Service stands, for people. Calls none exported whose documents Consul did not take.
 *
 * @param mark in one word, for the style
 * @param reasons what its owner has to know
 */
record ServiceStanding(String mark, String label, List<String> reasons) {
    static ServiceStanding of(KnownService service, Facts facts) {
        ServiceState state = service.state();
        Optional<Failure> failure = Optional.ofNullable(facts.failed().get(service.name()));
        boolean isUnwritten = failure.isPresent() && state == ServiceState.EXPORTED;
        List<String> reasons =
                Stream.of(
                                failure.map(ServiceStanding::failed).stream(),
                                held(service, facts),
                                why(service),
                                taken(service))
                        .flatMap(each -> each)
                        .toList();
        return isUnwritten
                ? new ServiceStanding("not-written", "not written", reasons)
                : new ServiceStanding(state.word(), ServiceTable.label(service), reasons);
    }

    private static String failed(Failure failure) {
        return "its last change was not made at %s: %s"
                .formatted(Moment.of(failure.at(), failure.at()).clock(), failure.why());
    }

    /** What it does not want is published all the same. */
    private static Stream<String> held(KnownService service, Facts facts) {
        int held = facts.heldKeys().getOrDefault(service.name(), Set.of()).size();
        return held == 0
                ? Stream.of()
                : Stream.of(
                        (held == 1 ? "1 key of it stays" : held + " keys of it stay")
                                + " in Consul: held by the brake");
    }

    private static Stream<String> why(KnownService service) {
        return service.now() instanceof NotExported none
                ? Stream.of(none.reason())
                : service.now().notices().stream();
    }

    private static Stream<String> taken(KnownService service) {
        return service.taken().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(ServiceStanding::taken);
    }

    private static String taken(Map.Entry<KvKey, ServiceName> key) {
        return "key %s belongs to the older Service %s".formatted(key.getKey(), key.getValue());
    }
}
