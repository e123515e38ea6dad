package io.kse.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.ServiceDocuments;
import io.kse.kubernetes.Trimmed;
import io.kse.service.ServiceReader;
import io.kse.service.Services;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Any Service comes to documents or to a reason for none. See {@link Inputs} for a million. */
class ServiceInputTest {
    private static final MutatedJson<Service> MUTATED =
            new MutatedJson<>(
                    Services.service("shop", "cart")
                            .nodePort("http", 80, 30080)
                            .nodePort("grpc", 90, 30090)
                            .nodePort(null, 91, 30091)
                            .exported()
                            .annotation("custom-attrs", "{\"a\":1}")
                            .annotation("load-balancer-listen-port", "443")
                            .through("edge", "gateway", "https")
                            .build(),
                    Service.class);

    @Test
    void anyServiceComesToDocumentsOrToAReason() {
        Inputs.each(
                Inputs.count(60),
                seed -> check(seed, s -> new RandomServices(new SplittableRandom(s)).next()));
    }

    @Test
    void soDoesAnyThatTheModelTakes() {
        Inputs.each(Inputs.count(15), seed -> check(seed, ServiceInputTest::mutated));
    }

    private static Service mutated(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Optional<Service> service = Optional.empty();
        while (service.isEmpty()) {
            service = MUTATED.next(random);
        }
        return service.get();
    }

    private static void check(long seed, LongFunction<Service> services) {
        RandomLookup lookup = new RandomLookup(seed);
        int one = Math.floorMod(seed, DocumentCode.ALL.size());
        for (DocumentCode code : List.of(DocumentCode.ALL.get(0), DocumentCode.ALL.get(one))) {
            ServiceDocuments documents = code.documents(services.apply(seed), lookup);

            Promises.kept(documents);
            assertThat(code.documents(services.apply(seed), lookup)).isEqualTo(documents);
            Service stored = stored(services.apply(seed));
            assertThat(code.documents(Trimmed.service(stored(services.apply(seed))), lookup))
                    .isEqualTo(code.documents(stored, lookup));
        }
        readEverythingOf(services.apply(seed));
    }

    /** As the API server keeps it: it takes a null among the annotations for an empty text. */
    private static Service stored(Service service) {
        if (service.getMetadata() != null && service.getMetadata().getAnnotations() != null) {
            Map<String, String> annotations = new HashMap<>(service.getMetadata().getAnnotations());
            annotations.replaceAll((name, value) -> value == null ? "" : value);
            service.getMetadata().setAnnotations(annotations);
        }
        return service;
    }

    /** What explanations ask beside it. */
    private static void readEverythingOf(Service service) {
        ServiceReader.typeProblem(service).ifPresent(Promises::line);
        ServiceReader.unknownAnnotations(service);
        ServiceReader.uselessIngressAnnotations(service);
        new ServiceReader().readOfAnyType(service);
        new ServiceReader().read(service, "DELETED");
    }
}
