package io.kse.node;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What a selector asks of one label. */
public sealed interface LabelRequirement {
    boolean isMetBy(Map<String, String> labels);

    /**
     * {@code key=value}, {@code key==value}, {@code key in (value,…)}: the label has one of them.
     */
    record OneOf(String key, Set<String> values) implements LabelRequirement {
        @Override
        public boolean isMetBy(Map<String, String> labels) {
            return labels.containsKey(key) && values.contains(labels.get(key));
        }
    }

    /** {@code key!=value}, {@code key notin (value,…)}: none of them; no label at all will do. */
    record NoneOf(String key, Set<String> values) implements LabelRequirement {
        @Override
        public boolean isMetBy(Map<String, String> labels) {
            return !labels.containsKey(key) || !values.contains(labels.get(key));
        }
    }

    record Present(String key) implements LabelRequirement {
        @Override
        public boolean isMetBy(Map<String, String> labels) {
            return labels.containsKey(key);
        }
    }

    record Absent(String key) implements LabelRequirement {
        @Override
        public boolean isMetBy(Map<String, String> labels) {
            return !labels.containsKey(key);
        }
    }

    /** {@code key>limit}: a label that is no integer does not meet it. */
    record Above(String key, long limit) implements LabelRequirement {
        @Override
        public boolean isMetBy(Map<String, String> labels) {
            OptionalLong value = LabelSyntax.integer(labels.getOrDefault(key, ""));
            return value.isPresent() && value.getAsLong() > limit;
        }
    }

    /** {@code key<limit}: a label that is no integer does not meet it. */
    record Below(String key, long limit) implements LabelRequirement {
        @Override
        public boolean isMetBy(Map<String, String> labels) {
            OptionalLong value = LabelSyntax.integer(labels.getOrDefault(key, ""));
            return value.isPresent() && value.getAsLong() < limit;
        }
    }
}
