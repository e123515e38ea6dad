package io.kse.manifests;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import java.util.stream.Stream;

/** The roles that are shipped, each with its chapter in docs/rbac.md. */
public enum Scope {
    EVERYWHERE("## ClusterRole of `base`"),
    LISTED("## Role in a listed namespace"),
    INGRESS("## Role for an ingress Service elsewhere");

    private final String chapter;

    Scope(String chapter) {
        this.chapter = chapter;
    }

    /** How its chapter begins. */
    String chapter() {
        return chapter;
    }

    public List<PolicyRule> rules() {
        return switch (this) {
            case EVERYWHERE -> Kustomized.of(Kustomized.BASE).one(ClusterRole.class).getRules();
            case LISTED -> namespaced().one(Role.class).getRules();
            case INGRESS ->
                    Kustomized.ofFile(Kustomized.overlay("namespaced").resolve("ingress.yaml"))
                            .one(Role.class)
                            .getRules();
        };
    }

    /** The overlay of that name. */
    public static Kustomized namespaced() {
        return Kustomized.of(Kustomized.overlay("namespaced"));
    }

    /** Each right of the role alone, such as {@code get services}. */
    public List<String> rights() {
        return rules().stream().flatMap(Scope::rights).toList();
    }

    private static Stream<String> rights(PolicyRule rule) {
        return rule.getVerbs().stream()
                .flatMap(verb -> rule.getResources().stream().map(of -> verb + " " + of));
    }

    /** The rules without that right. */
    public List<PolicyRule> without(String right) {
        return rules().stream()
                .map(rule -> without(right, rule))
                .filter(rule -> !rule.getVerbs().isEmpty())
                .toList();
    }

    private static PolicyRule without(String right, PolicyRule rule) {
        if (rule.getResources().size() != 1) {
            throw new IllegalStateException(
                    "a rule of several resources cannot be parted: " + rule);
        }
        String resource = rule.getResources().get(0);
        return new PolicyRuleBuilder(rule)
                .withVerbs(
                        rule.getVerbs().stream()
                                .filter(verb -> !right.equals(verb + " " + resource))
                                .toList())
                .build();
    }
}
