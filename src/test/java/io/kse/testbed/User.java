package io.kse.testbed;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.builder.Builder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
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

    /** A Role for Events of the namespace. */
    public User mayWithEvents(String namespace, String... verbs) {
        return mayIn(namespace, List.of(rule("events.k8s.io", "events", List.of(), verbs)));
    }

    /** The same for Services of these names only. */
    public User mayNamed(String namespace, List<String> names, String... verbs) {
        return mayIn(namespace, List.of(rule("", "services", names, verbs)));
    }

    /** A Role with these rules. */
    public User mayIn(String namespace, List<PolicyRule> rules) {
        String role = "role-" + UUID.randomUUID();
        ObjectMeta meta = new ObjectMetaBuilder().withNamespace(namespace).withName(role).build();
        create(new RoleBuilder().withMetadata(meta).withRules(rules));
        create(
                new RoleBindingBuilder()
                        .withMetadata(meta)
                        .withNewRoleRef(RBAC, "Role", role)
                        .withSubjects(subject()));
        rules.forEach(rule -> awaitAllowed(namespace, rule));
        return this;
    }

    /** A ClusterRole for Nodes. */
    public User mayReadNodes() {
        return mayEverywhere(List.of(rule("", "nodes", List.of(), "list", "watch")));
    }

    /** A ClusterRole with these rules; once for each user. */
    public User mayEverywhere(List<PolicyRule> rules) {
        ObjectMeta meta = new ObjectMetaBuilder().withName(name).build();
        create(new ClusterRoleBuilder().withMetadata(meta).withRules(rules));
        create(
                new ClusterRoleBindingBuilder()
                        .withMetadata(meta)
                        .withNewRoleRef(RBAC, "ClusterRole", name)
                        .withSubjects(subject()));
        rules.forEach(rule -> awaitAllowed(null, rule));
        return this;
    }

    /** The API server hears of a Role a moment after it has taken it. */
    private void awaitAllowed(String namespace, PolicyRule rule) {
        SubjectAccessReview question =
                new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(name)
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withGroup(rule.getApiGroups().get(0))
                        .withResource(rule.getResources().get(0))
                        .withName(rule.getResourceNames().stream().findFirst().orElse(null))
                        .withVerb(rule.getVerbs().get(0))
                        .endResourceAttributes()
                        .endSpec()
                        .build();
        await().until(
                        () ->
                                kubernetes
                                        .client()
                                        .resource(question)
                                        .create()
                                        .getStatus()
                                        .getAllowed());
    }

    private static PolicyRule rule(
            String group, String resource, List<String> names, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withResourceNames(names)
                .withVerbs(verbs)
                .build();
    }

    private void create(Builder<? extends HasMetadata> object) {
        kubernetes.client().resource(object.build()).create();
    }

    private Subject subject() {
        return new Subject(RBAC, "User", name, null);
    }
}
