package io.kse.history;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.DocumentSteps;
import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.service.ServiceName;
import io.kse.service.Services;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The Services of a cluster, with every version that each of them ever had. No two versions have an
 * equal document, so that a document says of which version it is.
 */
final class ApiServer {
    /** Two of them, in namespaces shop and shop-x, may want the same key. */
    private static final List<ServiceName> NAMES =
            Stream.of(
                            "shop/cart",
                            "shop/album",
                            "shop/x-y",
                            "shop-x/y",
                            "shop-x/till",
                            "shop-x/bin")
                    .map(name -> name.split("/"))
                    .map(parts -> new ServiceName(parts[0], parts[1]))
                    .toList();

    private static final List<String> PORTS = List.of("http", "https", "admin");

    private final Random random;
    private final List<Version> log = new ArrayList<>();
    private final Map<ServiceName, List<Version>> versions = new HashMap<>();
    private final Map<ServiceName, Integer> created = new HashMap<>();
    private int nodePort = 30000;

    /**
     * A Service from one change to the next.
     *
     * @param number counts all changes of all Services
     * @param service as it is; as it was last if it is gone
     * @param documents what it comes to
     */
    record Version(int number, Service service, boolean isGone, ServiceDocuments documents) {
        ServiceName name() {
            return documents.service();
        }

        /** Its documents by key; none unless it is exported. */
        Map<KvKey, KvEntry> wanted() {
            Map<KvKey, KvEntry> wanted = new TreeMap<>();
            if (documents instanceof ServiceDocuments.Desired desired) {
                desired.entries().forEach(entry -> wanted.put(entry.key(), entry));
            }
            return wanted;
        }

        @Override
        public String toString() {
            return "%s, version %d: %s %s"
                    .formatted(
                            name(),
                            number,
                            documents.getClass().getSimpleName(),
                            wanted().keySet().stream().map(World.KEYS::serviceId).toList());
        }

        /** What it had before stays. */
        boolean keeps() {
            return documents instanceof ServiceDocuments.Rejected;
        }
    }

    ApiServer(Random random) {
        this.random = random;
        NAMES.forEach(name -> versions.put(name, new ArrayList<>()));
    }

    static List<ServiceName> names() {
        return NAMES;
    }

    /** Somebody changes any Service. */
    Version change() {
        return change(NAMES.get(random.nextInt(NAMES.size())));
    }

    private Version change(ServiceName name) {
        int kind = random.nextInt(12);
        if (kind == 0 && current(name).isPresent()) {
            return delete(name);
        } else if (kind == 1) {
            return become(service(name).build());
        } else if (kind <= 3 && !isOfPair(name)) {
            return become(service(name).exported().annotation("custom-attrs", "{").build());
        }
        return become(service(name).exported().build());
    }

    /** Whoever may want another one's key is never refused: it would be hard to say who has it. */
    private static boolean isOfPair(ServiceName name) {
        return name.name().endsWith("y");
    }

    private Services service(ServiceName name) {
        current(name).ifPresentOrElse(there -> {}, () -> created.put(name, random.nextInt(9) + 1));
        Services service =
                Services.service(name.namespace(), name.name())
                        .createdAt("2024-01-0%dT00:00:00Z".formatted(created.get(name)));
        int ports = 1 + random.nextInt(PORTS.size());
        int first = random.nextInt(PORTS.size());
        for (int i = 0; i < ports; i++) {
            service.nodePort(PORTS.get((first + i) % PORTS.size()), 80 + i, nodePort++);
        }
        return service;
    }

    /** The Service is there no more. */
    Version delete(ServiceName name) {
        Service last = current(name).orElseThrow();
        return add(new Version(log.size() + 1, last, true, NotExported.gone(name)));
    }

    /** The Service is there, and nobody is to know of it. */
    Version unexport(ServiceName name) {
        return become(service(name).build());
    }

    private Version become(Service service) {
        int number = log.size() + 1;
        service.getMetadata().setResourceVersion(String.valueOf(number));
        return add(new Version(number, service, false, DocumentSteps.documents(service)));
    }

    private Version add(Version version) {
        log.add(version);
        versions.get(version.name()).add(version);
        return version;
    }

    /** Empty if it is not there. */
    Optional<Service> current(ServiceName name) {
        return last(name).filter(version -> !version.isGone()).map(Version::service);
    }

    /** Empty if it has never been there. */
    Optional<Version> last(ServiceName name) {
        List<Version> all = versions.get(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** All that there have been, the first one first. */
    List<Version> versions(ServiceName name) {
        return versions.get(name);
    }

    /** All changes of all Services, in order. */
    List<Version> log() {
        return log;
    }

    /** What is there, as a list has it. */
    List<Service> list() {
        return NAMES.stream().flatMap(name -> current(name).stream()).toList();
    }
}
