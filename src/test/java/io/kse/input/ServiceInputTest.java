package io.kse.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.ServiceDocuments;
import io.kse.kubernetes.Trimmed;
import io.kse.service.ServiceReader;
import io.kse.service.Services;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
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
                seed -> check(seed, () -> new RandomServices(new SplittableRandom(seed)).next()));
    }

    @Test
    void soDoesAnyThatTheModelTakes() {
        Inputs.each(Inputs.count(15), seed -> check(seed, MUTATED.next(seed)));
    }

    /**
     * @param service a new one each time, and always an equal one
     */
    private static void check(long seed, Supplier<Service> service) {
        int one = Math.floorMod(seed, DocumentCode.ALL.size());
        DocumentCode code = DocumentCode.ALL.get(one);
        RandomLookup lookup = new RandomLookup(seed);
        Service read = service.get();
        ServiceDocuments documents = code.documents(read, lookup);

        Promises.kept(documents);
        readEverythingOf(read);
        ServiceDocuments stored = code.documents(stored(service.get()), lookup);
        if (!hasNull(read)) {
            assertThat(stored).isEqualTo(documents);
        }
        Service trimmed = Trimmed.service(stored(service.get()));
        assertThat(code.documents(trimmed, lookup)).isEqualTo(stored);
    }

    private static boolean hasNull(Service service) {
        return service.getMetadata() != null
                && service.getMetadata().getAnnotations() != null
                && service.getMetadata().getAnnotations().containsValue(null);
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
