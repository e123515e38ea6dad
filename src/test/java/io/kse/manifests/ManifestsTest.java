package io.kse.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.kse.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That the parts of k8s/ fit together, and fit the program; no server is needed for that. */
class ManifestsTest {
    private static final Map<String, String> LABEL =
            Map.of("app.kubernetes.io/name", "kube-service-exporter");

    private static Stream<Path> all() {
        return Stream.concat(Kustomized.overlays().stream(), Stream.of(Kustomized.usersOwn()));
    }

    @Test
    void hasTheOverlaysThatTheReadmeNames() throws IOException {
        String readme = Files.readString(Path.of("k8s/README.md"));

        assertThat(Kustomized.overlays())
                .extracting(folder -> folder.getFileName().toString())
                .containsExactly("daemonset", "dev", "monitoring", "namespaced", "tls-acl")
                .allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void selectsItsOwnPodsByTheOneLabelThatStaysForEver(Path folder) {
        Kustomized built = Kustomized.of(folder);

        assertThat(built.template().getMetadata().getLabels()).containsAllEntriesOf(LABEL);
        assertThat(selectors(built)).isNotEmpty().allMatch(LABEL::equals);
        assertThat(built.all(Service.class))
                .filteredOn(service -> service.getMetadata().getName().equals(name()))
                .singleElement()
                .matches(service -> service.getSpec().getSelector().equals(LABEL));
    }

    private static String name() {
        return "kube-service-exporter";
    }

    private static List<Map<String, String>> selectors(Kustomized built) {
        Stream<Map<String, String>> workloads =
                Stream.concat(
                        built.all(Deployment.class).stream()
                                .filter(d -> d.getMetadata().getName().equals(name()))
                                .map(d -> d.getSpec().getSelector().getMatchLabels()),
                        built.all(DaemonSet.class).stream()
                                .map(d -> d.getSpec().getSelector().getMatchLabels()));
        Stream<Map<String, String>> guards =
                Stream.concat(
                        built.all(PodDisruptionBudget.class).stream()
                                .map(b -> b.getSpec().getSelector().getMatchLabels()),
                        built.all(NetworkPolicy.class).stream()
                                .map(p -> p.getSpec().getPodSelector().getMatchLabels()));
        Stream<Map<String, String>> spread =
                built.template().getSpec().getTopologySpreadConstraints().stream()
                        .map(constraint -> constraint.getLabelSelector().getMatchLabels());
        return Stream.concat(Stream.concat(workloads, guards), spread).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void setsOnlyWhatTheProgramReads(Path folder) {
        Kustomized built = Kustomized.of(folder);
        Set<String> known = new HashSet<>(Arrays.stream(Setting.values()).map(Enum::name).toList());

        assertThat(exporter(built).getEnv()).extracting(EnvVar::getName).isSubsetOf(known);
        assertThat(settings(built)).containsKey("KSE_CLUSTER_ID");
        assertThat(settings(built).keySet()).isSubsetOf(known);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void writesNowhereButToTmp(Path folder) {
        Kustomized built = Kustomized.of(folder);

        assertThat(exporter(built).getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(exporter(built).getVolumeMounts())
                .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                .extracting(mount -> mount.getName() + " at " + mount.getMountPath())
                .containsExactly("tmp at /tmp");
    }

    /** A replica that can lead goes only when another one is ready. */
    @Test
    void leavesNoGapInLeadership() {
        Kustomized base = Kustomized.of(Kustomized.BASE);
        DeploymentSpec spec = base.one(Deployment.class).getSpec();
        RollingUpdateDeployment rolling = spec.getStrategy().getRollingUpdate();

        assertThat(spec.getReplicas()).isEqualTo(2);
        assertThat(rolling.getMaxUnavailable()).isEqualTo(new IntOrString(0));
        assertThat(rolling.getMaxSurge()).isEqualTo(new IntOrString(1));
        assertThat(base.one(PodDisruptionBudget.class).getSpec().getMaxUnavailable())
                .isEqualTo(new IntOrString(1));
        assertThat(base.template().getSpec().getTopologySpreadConstraints())
                .extracting(spread -> spread.getTopologyKey())
                .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
    }

    /** docs/image.md has what this is enough for. */
    @Test
    void limitsMemoryAndNotCpu() {
        ResourceRequirements resources = exporter(Kustomized.of(Kustomized.BASE)).getResources();

        assertThat(resources.getRequests()).containsOnlyKeys("cpu", "memory");
        assertThat(resources.getLimits()).containsOnlyKeys("memory");
        assertThat(resources.getLimits()).containsEntry("memory", new Quantity("512Mi"));
    }

    @Test
    void restrictsWhoConnectsToUsAndNotWhereWeConnectTo() {
        NetworkPolicySpec policy =
                Kustomized.of(Kustomized.BASE).one(NetworkPolicy.class).getSpec();

        assertThat(policy.getPolicyTypes()).containsExactly("Ingress");
        assertThat(policy.getIngress()).hasSize(1);
    }

    private static Container exporter(Kustomized built) {
        return built.template().getSpec().getContainers().get(0);
    }

    /** The ConfigMap that the Pods name. */
    private static Map<String, String> settings(Kustomized built) {
        String name = exporter(built).getEnvFrom().get(0).getConfigMapRef().getName();
        return built.all(ConfigMap.class).stream()
                .filter(map -> map.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getData();
    }

    /** Or else a change of a setting would reach no Pod that runs. */
    @Test
    void namesTheSettingsByWhatIsInThem() {
        assertThat(configMapName(Kustomized.overlay("monitoring")))
                .isEqualTo(configMapName(Kustomized.BASE))
                .isNotEqualTo(configMapName(Kustomized.overlay("dev")));
    }

    private static String configMapName(Path folder) {
        Kustomized built = Kustomized.of(folder);
        return exporter(built).getEnvFrom().get(0).getConfigMapRef().getName();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void probesWhatTheProgramAnswers(Path folder) throws IOException {
        Container exporter = exporter(Kustomized.of(folder));
        String routes = Files.readString(Path.of("routes/http.camel.yaml"));

        assertThat(exporter.getPorts())
                .singleElement()
                .matches(port -> port.getName().equals("http"))
                .matches(
                        port ->
                                Setting.KSE_HTTP_PORT
                                        .byDefault()
                                        .equals("" + port.getContainerPort()));
        assertThat(
                        List.of(
                                exporter.getStartupProbe(),
                                exporter.getLivenessProbe(),
                                exporter.getReadinessProbe()))
                .extracting(Probe::getHttpGet)
                .allMatch(get -> get.getPort().getStrVal().equals("http"))
                .extracting(get -> get.getPath())
                .containsExactly("/healthz", "/healthz", "/readyz")
                .allSatisfy(path -> assertThat(routes).contains("platform-http:" + path + "\n"));
    }

    @Test
    void takesTheUsersImageClusterAndEveryPartThatTheyName() {
        Kustomized own = Kustomized.of(Kustomized.usersOwn());

        assertThat(exporter(own).getImage())
                .isEqualTo("registry.example.com/kube-service-exporter:1.0.0");
        assertThat(settings(own)).containsEntry("KSE_CLUSTER_ID", "staging");
        assertThat(own.all(DaemonSet.class)).hasSize(1);
        assertThat(own.all(Deployment.class)).isEmpty();
        assertThat(own.objects())
                .extracting(object -> object.getKind())
                .contains("ServiceMonitor", "PrometheusRule");
        assertThat(exporter(own).getEnv())
                .extracting(EnvVar::getName)
                .contains("KSE_SERVICES_ENABLED", "CONSUL_HTTP_TOKEN_FILE");
    }

    /** A file that is mounted by itself stays as it was when the Secret changes. */
    @Test
    void mountsSecretsAsFoldersThatItsUserMayRead() {
        Kustomized built = Kustomized.of(Kustomized.overlay("tls-acl"));

        assertThat(built.all(Secret.class)).isEmpty();
        assertThat(built.template().getSpec().getSecurityContext().getFsGroup()).isEqualTo(65532);
        assertThat(built.template().getSpec().getVolumes())
                .filteredOn(volume -> volume.getSecret() != null)
                .hasSize(2)
                .allMatch(volume -> volume.getSecret().getDefaultMode() == 0440);
        assertThat(exporter(built).getVolumeMounts()).allMatch(mount -> mount.getSubPath() == null);
        assertThat(exporter(built).getEnv())
                .filteredOn(variable -> variable.getName().matches("CONSUL_(C|HTTP_TOKEN_FILE).*"))
                .hasSize(4)
                .allSatisfy(
                        variable ->
                                assertThat(exporter(built).getVolumeMounts())
                                        .anyMatch(
                                                mount ->
                                                        variable.getValue()
                                                                .startsWith(
                                                                        mount.getMountPath() + "/"))
                                        .describedAs(variable.getName()));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void hasARowOfThePageForEachRight(Scope scope) {
        assertThat(MissingRight.of(scope))
                .extracting(MissingRight::right)
                .containsExactlyElementsOf(scope.rights());
    }

    /** So that what docs/rbac.md says of these rights holds for both. */
    @Test
    void keepsOfTheRightsInNoNamespaceWhatBaseHas() {
        List<PolicyRule> everywhere =
                Kustomized.of(Kustomized.BASE).one(ClusterRole.class).getRules();
        ClusterRole left = Kustomized.of(Kustomized.overlay("namespaced")).one(ClusterRole.class);

        assertThat(left.getRules())
                .containsExactlyInAnyOrderElementsOf(
                        everywhere.stream().filter(ManifestsTest::isInNoNamespace).toList());
    }

    @Test
    void readsNoNamespaceButTheOneThatTellsTheCluster() {
        assertThat(Kustomized.of(Kustomized.BASE).one(ClusterRole.class).getRules())
                .filteredOn(rule -> rule.getResources().contains("namespaces"))
                .singleElement()
                .matches(rule -> rule.getApiGroups().equals(List.of("")))
                .matches(rule -> rule.getResourceNames().equals(List.of("kube-system")));
    }

    private static boolean isInNoNamespace(PolicyRule rule) {
        return Set.of("nodes", "namespaces").containsAll(rule.getResources());
    }
}
