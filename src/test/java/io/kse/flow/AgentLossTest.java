package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Request;
import io.kse.testbed.Figures;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Consul agent that is stopped, loses what it held, or does not let us register. */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // An exporter runs until the end of its block.
class AgentLossTest {
    private static final String MASTER = "11111111-2222-3333-4444-555555555555";
    private static final String OPTIONS =
            """
            acl {
              enabled = true
              default_policy = "allow"
              tokens { initial_management = "%s" }
            }
            """
                    .formatted(MASTER);

    /** From an agent's first answer to everything registered again. */
    private static final Duration PROMISED = Duration.ofSeconds(5);

    private final RealKubernetes kubernetes;
    @TempDir private Path folder;
    private RealConsul consul;
    private Agent agent;
    private OwnNamespace namespace;

    AgentLossTest(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
    }

    private void start(String... options) {
        consul = RealConsul.start(folder, options);
        agent = new Agent(consul);
        namespace = new OwnNamespace(kubernetes, consul).with("KSE_SERVICES_ENABLED", "true");
        namespace.createMany("cart", 3);
    }

    private String id(String service) {
        return "prod-%s-%s-http".formatted(namespace.name, service);
    }

    @BeforeEach
    void nothingYet() {
        consul = null;
    }

    @AfterEach
    void stop() {
        consul.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isToldEverythingAgainAfterItCameBackEmpty(boolean slowly) throws Exception {
        start();
        try (LogLines log = new LogLines(RegistrationFlow.class);
                RunningExporter exporter = namespace.start()) {
            eventually().until(() -> agent.services("prod").size() == 3);

            consul.kill();
            if (slowly) {
                eventually().until(() -> !log.of("WARN").isEmpty());
            }
            CompletableFuture<Long> answers = CompletableFuture.supplyAsync(this::awaitAnswer);
            consul.restartEmpty();
            long answered = answers.get(25, TimeUnit.SECONDS);

            await().pollInterval(Duration.ofMillis(20))
                    .ignoreExceptionsInstanceOf(IllegalStateException.class)
                    .until(
                            () ->
                                    agent.services("prod").size() == 3
                                            && agent.checks("prod").size() == 3);
            assertThat(System.nanoTime() - answered).isLessThan(PROMISED.toNanos());
            Figures.since("empty agent to everything registered again", answered);
            assertThat(log.of("WARN")).hasSizeLessThanOrEqualTo(1);
        }
    }

    /** When it first answers, as nanoTime says it. */
    private long awaitAnswer() {
        await().atMost(Duration.ofSeconds(25))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> agent.services("prod"), services -> true);
        return System.nanoTime();
    }

    @Test
    void saysWhichRightIsMissingAndDocumentsGoOn() throws Exception {
        start("-hcl=" + OPTIONS);
        agent.authorize(MASTER);
        String token = agent.newToken("service_prefix \"prod-\" { policy = \"read\" }");
        namespace.with("CONSUL_HTTP_TOKEN", token);
        try (LogLines log = new LogLines(Registrations.class);
                RunningExporter exporter = namespace.start()) {
            exporter.awaitDocument(namespace.key("cart-2"), "hash");
            eventually().until(() -> !log.of("WARN").isEmpty());
            namespace.barrier(exporter, "barrier");

            assertThat(log.of("WARN"))
                    .singleElement()
                    .asString()
                    .contains("denies service:write on " + id("cart-0") + ", and on 2 more");
            assertThat(agent.services("prod")).isEmpty();
        }
    }

    /** Those in README.md, where everything else is denied. */
    @Test
    void fewRightsAreEnough() throws Exception {
        start("-hcl=" + OPTIONS.replace("\"allow\"", "\"deny\""));
        agent.authorize(MASTER);
        String rules =
                """
                key_prefix "%s/" { policy = "write" }
                session_prefix "" { policy = "write" }
                service_prefix "prod-" { policy = "write" }
                """;
        namespace.with("CONSUL_HTTP_TOKEN", agent.newToken(rules.formatted(namespace.prefix)));
        try (LogLines log = new LogLines("io.kse");
                RunningExporter exporter = namespace.start()) {
            eventually().until(() -> agent.services("prod").size() == 3);
            eventually().until(() -> log.of("Put " + namespace.prefix).size() == 3);
            namespace.delete("cart-2");
            eventually().until(() -> agent.services("prod").size() == 2);

            eventually().until(() -> log.of("Delete " + namespace.prefix).size() == 1);
            assertThat(log.of("denies")).isEmpty();
        }
    }

    @Test
    void registersTheOthersIfARightIsMissingForOne() throws Exception {
        start("-hcl=" + OPTIONS);
        agent.authorize(MASTER);
        String token =
                agent.newToken("service \"%s\" { policy = \"read\" }".formatted(id("cart-1")));
        namespace.with("CONSUL_HTTP_TOKEN", token);
        try (LogLines log = new LogLines(Registrations.class);
                RunningExporter exporter = namespace.start()) {
            eventually()
                    .untilAsserted(
                            () ->
                                    assertThat(agent.services("prod"))
                                            .containsOnlyKeys(id("cart-0"), id("cart-2")));
            namespace.delete("cart-2");
            eventually()
                    .untilAsserted(
                            () ->
                                    assertThat(agent.services("prod"))
                                            .containsOnlyKeys(id("cart-0")));

            assertThat(log.of("WARN"))
                    .singleElement()
                    .asString()
                    .contains("denies service:write on " + id("cart-1"));
        }
    }

    /** Attempts come after 2 and 4 seconds, as for what is denied. */
    @Test
    void hasOneOutageWhileOneIsDeniedAndAnotherIsToWait() throws Exception {
        start();
        try (FaultyProxy proxy = FaultyProxy.http(consul.port());
                LogLines log = new LogLines(RegistrationFlow.class)) {
            namespace.with("KSE_CONSUL_PORT", String.valueOf(proxy.port()));
            proxy.fault(new Fault.Answer(403, "Permission denied"), registers("cart-0"));
            proxy.fault(new Fault.Answer(429, "later"), registers("cart-1"));
            try (RunningExporter exporter = namespace.start()) {
                eventually()
                        .until(
                                () ->
                                        proxy.requests().stream()
                                                        .filter(registers("cart-1"))
                                                        .count()
                                                >= 4);

                assertThat(log.lines()).singleElement().asString().contains("does not answer");
                proxy.heal();
                proxy.fault(new Fault.Answer(403, "Permission denied"), registers("cart-0"));
                namespace.create(namespace.exported("ends-the-pause"));
                eventually().until(() -> agent.services("prod").containsKey(id("cart-1")));
                eventually().until(() -> log.of("answers again").size() == 1);
                assertThat(log.lines()).hasSize(2);
            }
        }
    }

    private Predicate<Request> registers(String service) {
        return Request.of("PUT", "/v1/agent").and(Request.saying(id(service)));
    }

    @Test
    void registersTheOthersHoweverManyARightIsMissingForAndKeepsWhatTheyHad() throws Exception {
        start("-hcl=" + OPTIONS);
        agent.authorize(MASTER);
        String denied = "service_prefix \"%s\" { policy = \"read\" }\n";
        String token =
                agent.newToken(
                        denied.formatted("prod-" + namespace.name + "-cart")
                                + denied.formatted("new-"));
        namespace.with("CONSUL_HTTP_TOKEN", token);
        namespace.create(namespace.exported("till"));
        try (RunningExporter exporter = namespace.start()) {
            eventually()
                    .untilAsserted(
                            () -> assertThat(agent.services("prod")).containsOnlyKeys(id("till")));

            namespace.annotate("till", "id-prefix", "new");
            namespace.create(namespace.exported("zoo"));

            eventually()
                    .untilAsserted(
                            () ->
                                    assertThat(agent.services("prod"))
                                            .containsOnlyKeys(id("till"), id("zoo")));
            agent.deregister(id("zoo"));
            eventually().until(() -> agent.services("prod").containsKey(id("zoo")));
            assertThat(agent.services("prod")).containsKey(id("till"));
        }
        try (RunningExporter exporter = namespace.start()) {
            namespace.delete("zoo");
            eventually()
                    .untilAsserted(
                            () -> assertThat(agent.services("prod")).containsOnlyKeys(id("till")));
        }
    }
}
