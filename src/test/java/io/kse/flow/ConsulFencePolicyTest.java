package io.kse.flow;

import static io.kse.flow.ConsulPolicy.FENCE;
import static io.kse.flow.ConsulPolicy.LOCK;
import static io.kse.flow.ConsulPolicy.Weak.TAKEN_OUT;
import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.flow.ConsulPolicy.Weak;
import io.kse.testbed.AclConsul;
import io.kse.testbed.AclConsul.Grant;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.SideBySide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;

/**
 * The shipped policy where the documents are in another datacenter than the lock. Each datacenter
 * has rules of its own for the token, as if it were replicated, so that only one of them is
 * weakened.
 */
@ExtendWith(RealServers.class)
@SuppressWarnings("try") // What runs is looked at in Consul.
class ConsulFencePolicyTest {
    private static final String FENCE_KEY = "%1$s/leadership/prod-fence";
    private static final String LEADER = "%1$s/leadership/prod-leader";

    private static AclConsul here;
    private static AclConsul there;

    private final OwnNamespace namespace;
    private final Grant grant;
    private final LogLines log = new LogLines(Logger.ROOT_LOGGER_NAME);

    ConsulFencePolicyTest(RealKubernetes kubernetes) {
        this.namespace = new OwnNamespace(kubernetes, here.server());
        Grant ours = here.grant(namespace.prefix, rules(ConsulPolicy.shipped()));
        this.grant = there.grant(namespace.prefix, rules(ConsulPolicy.shipped()), ours.token());
        namespace.with("CONSUL_HTTP_TOKEN", ours.token()).with("KSE_CONSUL_DATACENTER", "dc2");
        namespace.create(namespace.exported("cart"));
    }

    private String rules(String policy) {
        return ConsulPolicy.under(namespace.prefix, policy);
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        here = start(folder, "dc1");
        there = start(folder, "dc2");
        here.server().joinWan(there.server());
    }

    private static AclConsul start(Path folder, String datacenter) throws Exception {
        return AclConsul.start(
                Files.createDirectory(folder.resolve(datacenter)),
                "datacenter = \"%s\"".formatted(datacenter));
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @SideBySide
    void isEnough() throws Exception {
        try (RunningExporter exporter = namespace.start()) {
            awaitDocument();
            assertThat(exporter.readyz()).isEqualTo("ok");
        }
        assertThat(log.of(namespace.prefix)).noneMatch(line -> line.contains("right"));
    }

    private void awaitDocument() {
        eventually().until(() -> there.server().get(namespace.key("cart")).isPresent());
    }

    /** As asked there. */
    static List<Weak> weak() {
        return List.of(
                new Weak(FENCE, TAKEN_OUT, "without the right key:read on " + FENCE_KEY, ""),
                new Weak(FENCE, "read", "without the right key:write on " + FENCE_KEY, ""),
                new Weak(LOCK, TAKEN_OUT, "without the right key:read on " + LEADER, ""));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("weak")
    void nothingIsWrittenUntilTheRightIsBack(Weak weak) throws Exception {
        there.change(grant, rules(weak.policy()));
        try (RunningExporter exporter = namespace.start()) {
            String warning = weak.warning().formatted(namespace.prefix);
            eventually().until(() -> !log.of(warning).isEmpty());
            awaitAnotherTry();
            assertThat(there.server().keys(namespace.prefix)).isEmpty();

            there.change(grant, rules(ConsulPolicy.shipped()));
            awaitDocument();
        }
    }

    private void awaitAnotherTry() {
        long before = refusedTries();
        eventually().until(() -> refusedTries() > before + 1);
    }

    private long refusedTries() {
        return log.of("No answer about the lock").stream()
                .filter(line -> line.contains(namespace.prefix))
                .count();
    }
}
