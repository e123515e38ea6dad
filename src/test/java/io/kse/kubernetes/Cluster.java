package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.kse.testbed.RealKubernetes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An API server as the tests of this package use it, with clients that connect as ours do. */
final class Cluster implements AutoCloseable {
    /** With a list of Services: more than it ever takes. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<KubernetesClient> clients = new ArrayList<>();
    private final RealKubernetes kubernetes;
    private final KubernetesClient admin;

    Cluster(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
        this.admin = as("admin");
    }

    static Service service(String namespace, String name) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
    }

    KubernetesClient admin() {
        return admin;
    }

    /** An administrator's client that shows each request before it is sent. */
    KubernetesClient adminWho(Consumer<HttpRequest> shows) {
        Interceptor interceptor =
                new Interceptor() {
                    @Override
                    public void before(
                            BasicBuilder builder, HttpRequest request, RequestTags tags) {
                        shows.accept(request);
                    }
                };
        return new KubernetesClientBuilder()
                .withConfig(admin.getConfiguration())
                .withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor("test", interceptor))
                .build();
    }

    /** A client of a user who, but for {@code admin}, has only the rights that the test gives. */
    KubernetesClient as(String user) {
        return connect(kubernetes.kubeconfig(user));
    }

    KubernetesClient connect(Path kubeconfig) {
        KubernetesClient client =
                KubernetesClients.connect(Map.of("KUBECONFIG", kubeconfig.toString()));
        clients.add(client);
        return client;
    }

    String newNamespace() {
        return kubernetes.newNamespace();
    }

    void create(String namespace) {
        admin.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                .create();
    }

    void apply(Service service) {
        admin.resource(service).create();
    }

    void annotate(String namespace, String name, String key, String value) {
        kubernetes.annotate(namespace, name, key, value);
    }

    void delete(String namespace, String name) {
        admin.services().inNamespace(namespace).withName(name).delete();
    }

    void allowReading(String namespace, String user) {
        admin.resource(
                        new RoleBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName(user)
                                .endMetadata()
                                .addNewRule()
                                .withApiGroups("")
                                .withResources("services")
                                .withVerbs("get", "list", "watch")
                                .endRule()
                                .build())
                .create();
        allowReadingAgain(namespace, user);
    }

    /** After {@link #allowReading}. */
    void forbidReading(String namespace, String user) {
        admin.rbac().roleBindings().inNamespace(namespace).withName(user).delete();
    }

    /** After {@link #forbidReading}. */
    void allowReadingAgain(String namespace, String user) {
        admin.resource(
                        new RoleBindingBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName(user)
                                .endMetadata()
                                .withNewRoleRef("rbac.authorization.k8s.io", "Role", user)
                                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                                .build())
                .create();
    }

    @Override
    public void close() {
        clients.forEach(KubernetesClient::close);
    }
}
