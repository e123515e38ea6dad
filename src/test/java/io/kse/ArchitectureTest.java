package io.kse;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kse.document.DocumentJson;
import java.util.concurrent.TimeUnit;
import org.kiwiproject.consul.Consul;

/** Which package may know what. */
@AnalyzeClasses(packages = "io.kse", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] PURE = {
        "io.kse.json..",
        "io.kse.service..",
        "io.kse.document..",
        "io.kse.plan..",
        "io.kse.node..",
        "io.kse.registration..",
        "io.kse.explain.."
    };

    /** The program's main class counts as command line. */
    @ArchTest
    static final ArchRule eachPackageKnowsOnlyThoseBelow =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .withOptionalLayers(true)
                    .layer("json")
                    .definedBy("io.kse.json..")
                    .layer("service")
                    .definedBy("io.kse.service..")
                    .layer("document")
                    .definedBy("io.kse.document..")
                    .layer("plan")
                    .definedBy("io.kse.plan..")
                    .layer("registration")
                    .definedBy("io.kse.registration..")
                    .layer("explain")
                    .definedBy("io.kse.explain..")
                    .layer("leadership")
                    .definedBy("io.kse.leadership..")
                    .layer("node")
                    .definedBy("io.kse.node..")
                    .layer("listen")
                    .definedBy("io.kse.listen..")
                    .layer("config")
                    .definedBy("io.kse.config..")
                    .layer("kubernetes")
                    .definedBy("io.kse.kubernetes..")
                    .layer("consul")
                    .definedBy("io.kse.consul..")
                    .layer("status")
                    .definedBy("io.kse.status..")
                    .layer("http")
                    .definedBy("io.kse.http..")
                    .layer("log")
                    .definedBy("io.kse.log..")
                    .layer("page")
                    .definedBy("io.kse.page..")
                    .layer("flow")
                    .definedBy("io.kse.flow..")
                    .layer("cli")
                    .definedBy("io.kse.cli..", "io.kse")
                    .whereLayer("json")
                    .mayNotAccessAnyLayer()
                    .whereLayer("listen")
                    .mayNotAccessAnyLayer()
                    .whereLayer("service")
                    .mayOnlyAccessLayers("json")
                    .whereLayer("document")
                    .mayOnlyAccessLayers("json", "service", "node")
                    .whereLayer("plan")
                    .mayOnlyAccessLayers("json", "service", "document", "node")
                    .whereLayer("registration")
                    .mayOnlyAccessLayers("json", "service", "document", "plan")
                    .whereLayer("explain")
                    .mayOnlyAccessLayers("json", "service", "document", "plan", "node")
                    .whereLayer("leadership")
                    .mayOnlyAccessLayers("service", "document", "listen")
                    .whereLayer("node")
                    .mayOnlyAccessLayers("json", "service")
                    .whereLayer("config")
                    .mayOnlyAccessLayers("service", "node")
                    .whereLayer("kubernetes")
                    .mayOnlyAccessLayers("service", "node", "config")
                    .whereLayer("consul")
                    .mayOnlyAccessLayers(
                            "service",
                            "document",
                            "plan",
                            "registration",
                            "leadership",
                            "listen",
                            "config")
                    .whereLayer("status")
                    .mayOnlyAccessLayers(
                            "json", "service", "document", "plan", "leadership", "listen", "node")
                    .whereLayer("http")
                    .mayOnlyAccessLayers("config")
                    .whereLayer("log")
                    .mayOnlyAccessLayers("config")
                    .whereLayer("page")
                    .mayOnlyAccessLayers(
                            "json",
                            "service",
                            "document",
                            "plan",
                            "explain",
                            "leadership",
                            "node",
                            "status")
                    .whereLayer("flow")
                    .mayOnlyBeAccessedByLayers("cli")
                    .whereLayer("cli")
                    .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.kse.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule pureClassesKnowValuesOnly =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .dependOnClassesThat(
                            not(resideInAnyPackage(PURE))
                                    .and(
                                            not(
                                                    resideInAnyPackage(
                                                            "java..",
                                                            "io.fabric8.kubernetes.api.model..",
                                                            "com.fasterxml.jackson.."))));

    @ArchTest
    static final ArchRule pureClassesDoNoInputOrOutput =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.net..", "java.nio.file..", "java.util.concurrent..");

    @ArchTest
    static final ArchRule onlyOneClassWritesDocuments =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .and(not(belongToAnyOf(DocumentJson.class)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.fasterxml.jackson.databind..");

    @ArchTest
    static final ArchRule onlyConsulKnowsTheConsulClient =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.kse.consul..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("org.kiwiproject..", "okhttp3..", "retrofit2..")
                                    .and(not(equivalentTo(Consul.class))));

    @ArchTest
    static final ArchRule onlyKubernetesKnowsTheKubernetesClient =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.kse.kubernetes..", "io.kse.cli..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("io.fabric8.kubernetes.client..")
                                    .and(not(equivalentTo(KubernetesClient.class))));

    @ArchTest
    static final ArchRule commandsReadManifestsOnly =
            noClasses()
                    .that()
                    .resideInAPackage("io.kse.cli..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("io.fabric8.kubernetes.client..")
                                    .and(not(equivalentTo(KubernetesClient.class)))
                                    .and(not(belongToAnyOf(Serialization.class))))
                    .allowEmptyShould(true);

    /** They open, pass on and close them. */
    @ArchTest
    static final ArchRule onlyFlowsAndCommandsHoldClients =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "io.kse.kubernetes..",
                            "io.kse.consul..",
                            "io.kse.flow..",
                            "io.kse.cli..")
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(KubernetesClient.class, Consul.class);

    @ArchTest
    static final ArchRule onlyCommandsPrint =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.kse.cli..")
                    .and()
                    .doNotBelongToAnyOf(KubeServiceExporter.class)
                    .should(ACCESS_STANDARD_STREAMS);

    @ArchTest static final ArchRule logsThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule nothingSleeps =
            noClasses()
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", long.class, int.class)
                    .orShould()
                    .callMethod(TimeUnit.class, "sleep", long.class);
}
