package io.kse.service;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.kse.json.Unicode;
import io.kse.service.ServiceExport.Exported;
import io.kse.service.ServiceExport.NotExported;
import io.kse.service.ServiceExport.Rejected;
import io.kse.service.ServiceExport.Undecided;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what a Service asks for, by the original's rules. Takes any object that claims to be a
 * Service, never throws.
 */
public final class ServiceReader {
    private static final Set<String> EXPORTED_TYPES = Set.of("LoadBalancer", "NodePort");
    private static final String DELETED = "DELETED";

    /**
     * What {@code service} asks for.
     *
     * @param action the watch event that brought it; null if it was listed
     */
    public ServiceExport read(Service service, Object action) {
        ServiceName name = name(service);
        if (action != null && DELETED.equals(action.toString())) {
            return NotExported.deleted(name);
        }
        return typeProblem(service)
                .<ServiceExport>map(problem -> new NotExported(name, problem))
                .orElseGet(() -> optedIn(service, name));
    }

    /** Why a Service of its type is not exported; empty if it is of a type that can be. */
    public static Optional<String> typeProblem(Service service) {
        String type = type(service);
        return EXPORTED_TYPES.contains(type)
                ? Optional.empty()
                : Optional.of("its type is " + Quoted.of(type) + ", not LoadBalancer or NodePort");
    }

    /** As Kubernetes fills it in where it is left out. */
    public static String type(Service service) {
        return Optional.ofNullable(service.getSpec()).map(ServiceSpec::getType).orElse("ClusterIP");
    }

    /** What {@code service} would ask for if it were of a type that can be exported. */
    public ServiceExport readOfAnyType(Service service) {
        return optedIn(service, name(service));
    }

    /** Its annotations that look like ours and mean nothing, such as one with a typo; sorted. */
    public static List<String> unknownAnnotations(Service service) {
        AnnotationReader annotations = new AnnotationReader(annotations(service));
        annotations.value("exported");
        annotations.read();
        return annotations.unread();
    }

    /**
     * The ingress annotations that it has where others are missing or empty: then none of them
     * counts. Empty if it has all of them, or none; without what they all start with.
     */
    public static List<String> uselessIngressAnnotations(Service service) {
        AnnotationReader annotations = new AnnotationReader(annotations(service));
        List<String> set =
                AnnotationReader.INGRESS.stream()
                        .filter(name -> !annotations.value(name).orElse("").isEmpty())
                        .toList();
        return set.size() == AnnotationReader.INGRESS.size() ? List.of() : set;
    }

    private static ServiceExport optedIn(Service service, ServiceName name) {
        AnnotationReader annotations = new AnnotationReader(annotations(service));
        Optional<String> exported = annotations.value("exported");
        if (exported.isEmpty()) {
            return new NotExported(
                    name, "it has no annotation " + ServiceAnnotations.PREFIX + "exported");
        }
        Optional<Boolean> decision = GoBoolean.parse(exported.get());
        if (decision.isEmpty()) {
            return new Undecided(name, annotations.problem("exported", GoBoolean.ACCEPTED));
        }
        return decision.get()
                ? export(service, name, annotations)
                : new NotExported(
                        name, "its annotation " + ServiceAnnotations.PREFIX + "exported is false");
    }

    private static ServiceExport export(
            Service service, ServiceName name, AnnotationReader reader) {
        ServiceAnnotations annotations = reader.read();
        if (!reader.problems().isEmpty()) {
            return new Rejected(name, reader.problems());
        }
        List<ServicePort> ports =
                ports(service).map(port -> port(name, port, annotations)).toList();
        return ports.isEmpty()
                ? new NotExported(name, "it has no ports")
                : new Exported(name, createdAt(service.getMetadata()), ports);
    }

    /** Manifests leave out, or set to null, what a cluster would fill in. */
    static Stream<io.fabric8.kubernetes.api.model.ServicePort> ports(Service service) {
        return Stream.ofNullable(service.getSpec())
                .flatMap(spec -> Stream.ofNullable(spec.getPorts()))
                .flatMap(List::stream)
                .filter(Objects::nonNull);
    }

    private static ServicePort port(
            ServiceName service,
            io.fabric8.kubernetes.api.model.ServicePort port,
            ServiceAnnotations annotations) {
        String number = String.valueOf(Objects.requireNonNullElse(port.getPort(), 0));
        String name = Unicode.wellFormed(Objects.requireNonNullElse(port.getName(), ""));
        String label = name.isEmpty() ? number : name;
        int nodePort = Objects.requireNonNullElse(port.getNodePort(), 0);
        return new ServicePort(service, label, nodePort, annotations, new IngressPort.Unasked());
    }

    private static Map<String, String> annotations(Service service) {
        return service.getMetadata() == null ? null : service.getMetadata().getAnnotations();
    }

    /**
     * Without a namespace it is in {@code default}, as for kubectl; without a name its name is
     * empty.
     */
    public static ServiceName name(Service service) {
        ObjectMeta metadata = Objects.requireNonNullElseGet(service.getMetadata(), ObjectMeta::new);
        return new ServiceName(
                Unicode.wellFormed(Objects.requireNonNullElse(metadata.getNamespace(), "default")),
                Unicode.wellFormed(Objects.requireNonNullElse(metadata.getName(), "")));
    }

    private static Instant createdAt(ObjectMeta metadata) {
        try {
            return Optional.ofNullable(metadata.getCreationTimestamp())
                    .map(Instant::parse)
                    .orElse(Instant.MAX);
        } catch (DateTimeException e) {
            return Instant.MAX;
        }
    }
}
