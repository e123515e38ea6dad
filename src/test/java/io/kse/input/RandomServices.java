package io.kse.input;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Services that ask for something, also such as no API server would take. */
final class RandomServices {
    private static final List<String> TYPES =
            Arrays.asList(
                    "LoadBalancer", "NodePort", "NodePort", "ClusterIP", "ExternalName", null);

    private static final List<String> TIMES =
            Arrays.asList(
                    "2024-01-01T00:00:00Z",
                    "2024-01-01T00:00:00.123456789Z",
                    "+1000000000-12-31T23:59:59Z",
                    "2024-02-30T00:00:00Z",
                    "yesterday",
                    "",
                    null);

    private static final List<Integer> NUMBERS =
            Arrays.asList(80, 443, 30080, 0, -1, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE, null);

    private static final List<String> PORT_NAMES =
            Arrays.asList("http", "https", "grpc", "80", "0x", "", null);

    private final SplittableRandom random;
    private final RandomText text;
    private final RandomAnnotations annotations;

    RandomServices(SplittableRandom random) {
        this.random = random;
        this.text = new RandomText(random);
        this.annotations = new RandomAnnotations(random);
    }

    Service next() {
        Service service = new Service();
        service.setMetadata(seldom() ? null : metadata());
        service.setSpec(seldom() ? null : spec());
        return service;
    }

    private boolean seldom() {
        return random.nextInt(60) == 0;
    }

    private ObjectMeta metadata() {
        ObjectMeta metadata = new ObjectMeta();
        metadata.setNamespace(name("shop"));
        metadata.setName(name("cart"));
        metadata.setCreationTimestamp(text.pick(TIMES));
        metadata.setAnnotations(annotations.set());
        metadata.setLabels(seldom() ? null : metadata.getLabels());
        return metadata;
    }

    private String name(String good) {
        return switch (random.nextInt(30)) {
            case 0 -> null;
            case 1 -> text.any();
            case 2 -> text.mistyped(good);
            default -> good;
        };
    }

    private ServiceSpec spec() {
        ServiceSpec spec = new ServiceSpec();
        spec.setType(random.nextInt(30) == 0 ? text.any() : text.pick(TYPES));
        spec.setPorts(ports());
        spec.setSelector(seldom() ? null : spec.getSelector());
        return spec;
    }

    private List<ServicePort> ports() {
        if (seldom()) {
            return null;
        }
        List<ServicePort> ports = new ArrayList<>();
        int count = random.nextInt(500) == 0 ? 100 : random.nextInt(5);
        for (int i = 0; i < count; i++) {
            ports.add(seldom() ? null : port(i));
        }
        return ports;
    }

    private ServicePort port(int i) {
        ServicePort port = new ServicePort();
        port.setName(random.nextInt(4) > 0 ? "p" + i : portName());
        port.setPort(text.pick(NUMBERS));
        port.setNodePort(random.nextInt(3) > 0 ? Integer.valueOf(30000 + i) : text.pick(NUMBERS));
        port.setProtocol(text.pick(Arrays.asList("TCP", "UDP", "", null)));
        port.setTargetPort(
                text.pick(Arrays.asList(new IntOrString(80), new IntOrString("http"), null)));
        return port;
    }

    private String portName() {
        return random.nextInt(4) == 0 ? text.any() : text.pick(PORT_NAMES);
    }
}
