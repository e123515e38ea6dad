package io.kse.testbed;

import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A user of one test, who has no rights but those that the test gives. */
public final class User {
    private static final String RBAC = "rbac.authorization.k8s.io";

    private final RealKubernetes kubernetes;
    private final String name = "user-" + UUID.randomUUID();

    public User(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
    }

    public Path kubeconfig() {
        return kubernetes.certificateKubeconfig(name);
    }

    /** A Role for Services of the namespace; each call adds one. */
    public User may(String namespace, String... verbs) {
        return mayNamed(namespace, List.of(), verbs);
    }

    /** The same for Services of these names only. */
    public User mayNamed(String namespace, List<String> names, String... verbs) {
        String role = "role-" + UUID.randomUUID();
        PolicyRule rule =
                new PolicyRuleBuilder()
                        .withApiGroups("")
                        .withResources("services")
                        .withResourceNames(names)
                        .withVerbs(verbs)
                        .build();
        kubernetes
                .client()
                .resource(
                        new RoleBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName(role)
                                .endMetadata()
                                .withRules(rule)
                                .build())
                .create();
        kubernetes
                .client()
                .resource(
                        new RoleBindingBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName(role)
                                .endMetadata()
                                .withNewRoleRef(RBAC, "Role", role)
                                .withSubjects(subject())
                                .build())
                .create();
        return this;
    }

    /** A ClusterRole for Nodes. */
    public User mayReadNodes() {
        PolicyRule rule =
                new PolicyRuleBuilder()
                        .withApiGroups("")
                        .withResources("nodes")
                        .withVerbs("get", "list", "watch")
                        .build();
        kubernetes
                .client()
                .resource(
                        new ClusterRoleBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .withRules(rule)
                                .build())
                .create();
        kubernetes
                .client()
                .resource(
                        new ClusterRoleBindingBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .withNewRoleRef(RBAC, "ClusterRole", name)
                                .withSubjects(subject())
                                .build())
                .create();
        return this;
    }

    private Subject subject() {
        return new Subject(RBAC, "User", name, null);
    }
}
