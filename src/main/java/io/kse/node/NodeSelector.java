package io.kse.node;

import java.util.List;
import java.util.Map;

/**
 * A label selector, as in {@code kubectl get nodes --selector}: which Nodes are wanted.
 *
 * <p>Reads and means what labels.Parse of k8s.io/apimachinery does, {@code >} and {@code <}
 * included.
 *
 * @param text as it was written
 * @param requirements all must be met; none means that every Node is wanted
 */
public record NodeSelector(String text, List<LabelRequirement> requirements) {
    public NodeSelector {
        requirements = List.copyOf(requirements);
    }

    /**
     * @param text may be empty, which selects every Node
     * @throws BadNodeSelector if it is no label selector
     */
    public static NodeSelector parse(String text) {
        return new NodeSelector(text, new SelectorParser(text).parse());
    }

    public boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.isMetBy(labels));
    }

    @Override
    public String toString() {
        return text;
    }
}
