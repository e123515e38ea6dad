package io.kse.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The node selectors in the order of preference (KSE_NODE_SELECTOR): the first is used that gives
 * enough Nodes.
 *
 * @param inOrder at least one
 * @param minimum how many Nodes are enough (KSE_MIN_SELECTOR_NODES)
 */
public record NodeSelectors(List<NodeSelector> inOrder, int minimum) {
    private static final JsonFactory JSON = new JsonFactory();

    public NodeSelectors {
        inOrder = List.copyOf(inOrder);
        if (inOrder.isEmpty()) {
            throw new IllegalArgumentException("no selector in it");
        }
    }

    /**
     * @param text one label selector, or a JSON array of them, which starts with a bracket
     * @throws BadNodeSelector if it is neither
     */
    public static NodeSelectors parse(String text, int minimum) {
        boolean array = text.stripLeading().startsWith("[");
        return new NodeSelectors(
                array ? parseArray(text) : List.of(NodeSelector.parse(text)), minimum);
    }

    private static List<NodeSelector> parseArray(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            List<NodeSelector> selectors = elements(json);
            if (selectors.isEmpty()) {
                throw bad(json, "no selector in it");
            } else if (json.nextToken() != null) {
                throw bad(json, "more than one array");
            }
            return selectors;
        } catch (JsonParseException e) {
            throw bad(e.getLocation().getCharOffset(), "no JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    private static List<NodeSelector> elements(JsonParser json) throws IOException {
        List<NodeSelector> selectors = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw bad(json, "not a text");
            }
            selectors.add(element(json, selectors.size() + 1));
        }
        return selectors;
    }

    private static NodeSelector element(JsonParser json, int number) throws IOException {
        try {
            return NodeSelector.parse(json.getText());
        } catch (BadNodeSelector e) {
            throw bad(json, "selector " + number + ", its " + e.getMessage());
        }
    }

    private static BadNodeSelector bad(JsonParser json, String problem) {
        return bad(json.currentTokenLocation().getCharOffset() + 1, problem);
    }

    private static BadNodeSelector bad(long column, String problem) {
        return new BadNodeSelector((int) Math.max(1, column), problem);
    }

    /** The selectors as they were written. */
    @Override
    public String toString() {
        return inOrder.stream().map(NodeSelector::text).collect(Collectors.joining(" | "));
    }
}
