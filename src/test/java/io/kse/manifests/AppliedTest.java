package io.kse.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.kse.testbed.Figures;
import io.kse.testbed.Kubectl;
import io.kse.testbed.RealKubernetes;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is shipped, applied to a real API server that enforces Pod Security as the Namespace says.
 * An API server of its own, since names are those of a real cluster.
 */
class AppliedTest {
    private static final String NAMESPACE = "kube-service-exporter";

    @TempDir private static Path folder;
    private static RealKubernetes kubernetes;

    @BeforeAll
    static void start() {
        kubernetes = RealKubernetes.start(folder);
        define("ServiceMonitor");
        define("PrometheusRule");
    }

    /** As the Prometheus operator does, but for what may stand in one. */
    private static void define(String kind) {
        String singular = kind.toLowerCase(Locale.ROOT);
        CustomResourceDefinition definition =
                new CustomResourceDefinitionBuilder()
                        .withNewMetadata()
                        .withName(singular + "s.monitoring.coreos.com")
                        .endMetadata()
                        .withNewSpec()
                        .withGroup("monitoring.coreos.com")
                        .withScope("Namespaced")
                        .withNewNames()
                        .withKind(kind)
                        .withSingular(singular)
                        .withPlural(singular + "s")
                        .endNames()
                        .addNewVersion()
                        .withName("v1")
                        .withServed(true)
                        .withStorage(true)
                        .withNewSchema()
                        .withNewOpenAPIV3Schema()
                        .withType("object")
                        .withXKubernetesPreserveUnknownFields(true)
                        .endOpenAPIV3Schema()
                        .endSchema()
                        .endVersion()
                        .endSpec()
                        .build();
        kubernetes.client().resource(definition).create();
        kubernetes
                .client()
                .resource(definition)
                .waitUntilCondition(AppliedTest::isEstablished, 30, TimeUnit.SECONDS);
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return Optional.ofNullable(definition.getStatus())
                .map(CustomResourceDefinitionStatus::getConditions)
                .orElse(List.of())
                .stream()
                .anyMatch(
                        condition ->
                                condition.getType().equals("Established")
                                        && condition.getStatus().equals("True"));
    }

    @AfterAll
    static void stop() {
        kubernetes.close();
    }

    private static Stream<Path> all() {
        return Stream.concat(
                Stream.of(Kustomized.BASE),
                Stream.concat(Kustomized.overlays().stream(), Stream.of(Kustomized.usersOwn())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isTakenStrictlyAndWithoutAWarningAndItsPodsPassRestricted(Path shipped) {
        Kubectl.Answer answer = new Kubectl(kubernetes).apply(shipped);

        Figures.count(
                "kubectl apply -k " + shipped, "exit " + answer.code() + "\n" + answer.text());
        assertThat(answer.text()).doesNotContainIgnoringCase("warning");
        assertThat(answer.code()).isZero();
        assertThat(Kustomized.of(shipped).templates().values())
                .isNotEmpty()
                .allSatisfy(template -> assertThat(create(template)).isNotNull());
    }

    /** There are no controllers here: as the one of Deployments would. */
    private static Pod create(PodTemplateSpec template) {
        return kubernetes
                .client()
                .resource(
                        new PodBuilder()
                                .withNewMetadataLike(template.getMetadata())
                                .withNamespace(NAMESPACE)
                                .withGenerateName("test-")
                                .endMetadata()
                                .withSpec(template.getSpec())
                                .build())
                .create();
    }

    @Test
    void refusesPodsThatAskForMore() {
        new Kubectl(kubernetes).apply(Kustomized.BASE);

        assertRefused("allowPrivilegeEscalation", AppliedTest::mayEscalate);
        assertRefused("runAsNonRoot", AppliedTest::mayBeRoot);
        assertRefused("hostNetwork", AppliedTest::onTheHostsNetwork);
    }

    private static void assertRefused(String why, UnaryOperator<PodTemplateSpecBuilder> change) {
        PodTemplateSpec shipped = Kustomized.of(Kustomized.BASE).template();
        PodTemplateSpec changed = change.apply(new PodTemplateSpecBuilder(shipped)).build();

        assertThatThrownBy(() -> create(changed))
                .hasMessageContaining("violates PodSecurity \"restricted:latest\"")
                .hasMessageContaining(why);
    }

    private static PodTemplateSpecBuilder mayEscalate(PodTemplateSpecBuilder template) {
        return template.editSpec()
                .editFirstContainer()
                .editSecurityContext()
                .withAllowPrivilegeEscalation(true)
                .endSecurityContext()
                .endContainer()
                .endSpec();
    }

    private static PodTemplateSpecBuilder mayBeRoot(PodTemplateSpecBuilder template) {
        return template.editSpec()
                .editSecurityContext()
                .withRunAsNonRoot(null)
                .endSecurityContext()
                .endSpec();
    }

    private static PodTemplateSpecBuilder onTheHostsNetwork(PodTemplateSpecBuilder template) {
        return template.editSpec().withHostNetwork(true).endSpec();
    }
}
