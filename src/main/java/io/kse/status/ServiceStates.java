package io.kse.status;

import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.service.ServiceName;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many Services are in which state, as far as they were told. Forgets those that are gone. */
final class ServiceStates {
    private final Map<ServiceName, ServiceState> states = new HashMap<>();
    private final Map<ServiceState, Integer> counts = new EnumMap<>(ServiceState.class);

    /**
     * @param isTaken true if another Service has one of its keys
     */
    synchronized void tell(ServiceDocuments documents, boolean isTaken) {
        Optional<ServiceState> now = state(documents, isTaken);
        ServiceState before =
                now.isPresent()
                        ? states.put(documents.service(), now.get())
                        : states.remove(documents.service());
        count(before, -1);
        now.ifPresent(state -> count(state, 1));
    }

    private static Optional<ServiceState> state(ServiceDocuments documents, boolean isTaken) {
        if (documents instanceof Rejected) {
            return Optional.of(ServiceState.REJECTED);
        } else if (documents instanceof AwaitsIngress) {
            return Optional.of(ServiceState.AWAITS_INGRESS);
        } else if (documents instanceof Undecided) {
            return Optional.of(ServiceState.UNDECIDED);
        } else if (documents instanceof Desired desired && !desired.entries().isEmpty()) {
            return Optional.of(isTaken ? ServiceState.KEY_TAKEN : ServiceState.EXPORTED);
        }
        return Optional.empty();
    }

    private void count(ServiceState state, int by) {
        if (state != null) {
            counts.merge(state, by, Integer::sum);
        }
    }

    synchronized void keepOnly(Collection<ServiceName> services) {
        states.entrySet()
                .removeIf(
                        each -> {
                            boolean isGone = !services.contains(each.getKey());
                            count(isGone ? each.getValue() : null, -1);
                            return isGone;
                        });
    }

    synchronized int count(ServiceState state) {
        return counts.getOrDefault(state, 0);
    }
}
