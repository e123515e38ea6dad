package io.kse.input;

import io.kse.service.ServiceAnnotations;
import io.kse.service.Services;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Sets of annotations: ours by name, each with anything from a good value to none at all. */
final class RandomAnnotations {
    private final SplittableRandom random;
    private final RandomText text;
    private final RandomJson json;

    RandomAnnotations(SplittableRandom random) {
        this.random = random;
        this.text = new RandomText(random);
        this.json = new RandomJson(random);
    }

    /** Null now and then, as Kubernetes leaves them out if there are none. */
    Map<String, String> set() {
        if (random.nextInt(50) == 0) {
            return null;
        }
        Map<String, String> annotations = new HashMap<>();
        int percent = random.nextInt(100);
        Services.ANNOTATIONS.stream()
                .filter(name -> random.nextInt(100) < percent)
                .forEach(name -> annotations.put(full(name), value(name)));
        if (random.nextInt(10) > 0) {
            annotations.put(full("exported"), "true");
        }
        if (random.nextInt(10) == 0) {
            annotations.put(full(text.mistyped(text.pick(Services.ANNOTATIONS))), text.any());
            annotations.put(text.any(), text.any());
        }
        return annotations;
    }

    private static String full(String name) {
        return ServiceAnnotations.PREFIX + name;
    }

    private String value(String name) {
        return switch (random.nextInt(40)) {
            case 0 -> null;
            case 1, 2 -> text.any();
            default -> meant(name);
        };
    }

    /** Mostly what it is for. */
    private String meant(String name) {
        return switch (name) {
            case "exported", "load-balancer-service-per-cluster" -> seldom(text::bool, "true");
            case "load-balancer-health-check-port", "load-balancer-listen-port" ->
                    seldom(text::number, "443");
            case "load-balancer-backend-protocol" -> text.near(List.of("tcp", "http"));
            case "load-balancer-proxy-protocol" -> text.near(List.of("*", "true"));
            case "load-balancer-health-check-path" -> text.near(List.of("/healthz", "/"));
            case "custom-attrs" -> seldom(json::any, "{\"a\":1}");
            case "ingress-service-namespace", "ingress-service-name" ->
                    text.near(List.of("edge", "gateway"));
            case "ingress-service-port-name" -> text.near(List.of("http", "https"));
            default -> seldom(text::any, text.word());
        };
    }

    private String seldom(Supplier<String> bad, String good) {
        return random.nextInt(3) == 0 ? bad.get() : good;
    }
}
