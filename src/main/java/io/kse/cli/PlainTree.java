package io.kse.cli;

import io.kse.service.Quoted;
import java.util.List;
import java.util.Map;

/**
 * Walks a document once before anything else does: aliases let a small text stand for a tree
 * without end, and an unrendered template reads as keys that are objects.
 */
final class PlainTree {
    private static final int LARGEST = 1_000_000;
    private static final int DEEPEST = 200;

    private int nodes;

    private PlainTree() {}

    /**
     * @throws UnreadableInput unless {@code tree} is what a Service could be
     */
    static void check(Object tree) throws UnreadableInput {
        new PlainTree().walk(tree, 0);
    }

    private void walk(Object value, int depth) throws UnreadableInput {
        nodes++;
        if (nodes > LARGEST || depth > DEEPEST) {
            throw new UnreadableInput(
                    "is larger than %d values, or deeper than %d".formatted(LARGEST, DEEPEST));
        }
        if (value instanceof Map<?, ?> object) {
            for (Map.Entry<?, ?> member : object.entrySet()) {
                checkKey(member.getKey());
                walk(member.getValue(), depth + 1);
            }
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                walk(element, depth + 1);
            }
        }
    }

    private static void checkKey(Object key) throws UnreadableInput {
        if (key instanceof Map || key instanceof List || key == null) {
            throw new UnreadableInput(
                    "has the field name %s: accepted is text (is it a template? render it first)"
                            .formatted(Quoted.of(String.valueOf(key))));
        }
    }
}
