package io.kse.input;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.service.ServiceLookup;
import io.kse.service.ServiceName;
import java.util.Optional;
import java.util.SplittableRandom;

/** Finds no ingress Service, or one that may be anything; the same name gives an equal one. */
record RandomLookup(long seed) implements ServiceLookup {
    @Override
    public Optional<Service> find(ServiceName name) {
        SplittableRandom random = new SplittableRandom(seed ^ name.hashCode());
        return random.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(new RandomServices(random).next());
    }
}
