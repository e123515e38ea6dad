package io.kse.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The JSON of a good object with some of its fields left out, twice, or of another type; only such
 * as the client's model still takes.
 */
final class MutatedJson<T> {
    private static final int PERCENT = 4;
    private static final KubernetesSerialization MODEL = new KubernetesSerialization();

    private final JsonNode good;
    private final Class<T> type;

    MutatedJson(T good, Class<T> type) {
        this.good = MODEL.convertValue(good, JsonNode.class);
        this.type = type;
    }

    /** A new object each time, and always an equal one. */
    Supplier<T> next(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String json = mutated(good, random, new RandomJson(random));
        while (read(json).isEmpty()) {
            json = mutated(good, random, new RandomJson(random));
        }
        String taken = json;
        return () -> read(taken).orElseThrow();
    }

    private Optional<T> read(String json) {
        try {
            return Optional.ofNullable(MODEL.unmarshal(json, type));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String mutated(JsonNode node, SplittableRandom random, RandomJson other) {
        if (random.nextInt(100) < PERCENT) {
            return random.nextInt(3) == 0 ? "null" : other.value(2);
        } else if (node.isObject()) {
            return object(node, random, other);
        } else if (node.isArray()) {
            return array(node, random, other);
        }
        return node.toString();
    }

    private static String object(JsonNode node, SplittableRandom random, RandomJson other) {
        List<String> members = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            for (int times = times(random); times > 0; times--) {
                String name = new TextNode(field.getKey()).toString();
                members.add(name + ":" + mutated(field.getValue(), random, other));
            }
        }
        return "{" + String.join(",", members) + "}";
    }

    private static String array(JsonNode node, SplittableRandom random, RandomJson other) {
        List<String> elements = new ArrayList<>();
        for (JsonNode element : node) {
            for (int times = times(random); times > 0; times--) {
                elements.add(mutated(element, random, other));
            }
        }
        return "[" + String.join(",", elements) + "]";
    }

    /** Mostly once. */
    private static int times(SplittableRandom random) {
        int percent = random.nextInt(100);
        return percent < PERCENT ? 0 : percent < 2 * PERCENT ? 2 : 1;
    }
}
