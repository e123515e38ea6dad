package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.config.ConsulSettings;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import io.kse.testbed.SideBySide;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.kiwiproject.consul.AclClient;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.model.acl.ImmutablePolicy;
import org.kiwiproject.consul.model.acl.ImmutablePolicyLink;
import org.kiwiproject.consul.model.acl.ImmutableToken;

/** Rights that are missing at first and granted later. */
class LeadershipAclTest {
    private static final String MASTER = "11111111-2222-3333-4444-555555555555";
    private static final String READ = "key_prefix \"%s/\" { policy = \"read\" } ";
    private static final String WRITE = "key_prefix \"%s/\" { policy = \"write\" } ";
    private static final String SESSION = "session_prefix \"\" { policy = \"write\" }";

    private static RealConsul server;
    private static Consul master;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = RealConsul.start(folder, "-hcl=" + acl());
        master = new ConsulClients(Settings.token(Settings.plain(server.port()), MASTER)).connect();
        await().ignoreExceptionsInstanceOf(ConsulException.class)
                .until(() -> !master.aclClient().listPolicies().isEmpty());
    }

    private static String acl() {
        return """
               acl {
                 enabled = true
                 default_policy = "deny"
                 tokens { initial_management = "%s" }
               }
               """
                .formatted(MASTER);
    }

    @AfterAll
    static void stop() {
        master.destroy();
        server.close();
    }

    @SideBySide
    void saysOnceThatItMayNotOpenASession() {
        tellsMissingRight(READ, "session:write on the agent's node");
    }

    @SideBySide
    void saysOnceThatItMayNotWriteTheLock() {
        tellsMissingRight(READ + SESSION, "key:write on");
    }

    @SideBySide
    void saysOnceThatItMayNotReadTheLock() {
        tellsMissingRight(SESSION, "key:read on");
    }

    /** Transactions ignore the namespace there, but a session is refused, so that nobody leads. */
    @SideBySide
    void saysOnceThatThisConsulHasNoNamespaces() {
        ConsulSettings plain = Settings.plain(server.port());
        ConsulSettings settings =
                Settings.namespace(
                        Settings.token(Settings.prefix(plain, server.newPrefix()), MASTER),
                        "team-a");

        try (LogLines log = new LogLines("io.kse.consul.LockCalls");
                Replica replica = Replica.started(settings, "one")) {
            String line = "Namespaces are a Consul Enterprise feature; tried again until it works";
            await().until(() -> !log.of(line).isEmpty());
            await().until(() -> replica.leadership.isSilent());
            assertThat(log.of(line)).hasSize(1);
        }
    }

    private void tellsMissingRight(String rules, String right) {
        ConsulSettings plain = Settings.plain(server.port());
        ConsulSettings settings = Settings.prefix(plain, server.newPrefix());
        AclClient acl = master.aclClient();
        String name = settings.prefix();
        String policy = acl.createPolicy(policy(name, rules.formatted(name))).id();
        String token = token(acl, name);

        try (LogLines log = new LogLines("io.kse.consul.LockCalls");
                Replica replica = Replica.started(Settings.token(settings, token), name)) {
            await().until(() -> log.of("WARN").stream().anyMatch(line -> line.contains(right)));
            assertThat(replica.leadership.isCampaigning()).isTrue();

            acl.updatePolicy(policy, policy(name, WRITE.formatted(name) + SESSION));
            replica.awaitLeading(Duration.ofSeconds(8));
            assertThat(log.of(right)).hasSize(2);
            assertThat(log.of(right).get(1)).startsWith("INFO").endsWith("is granted now");
        }
    }

    private static ImmutablePolicy policy(String name, String rules) {
        return ImmutablePolicy.builder().name(name).rules(rules).build();
    }

    private static String token(AclClient acl, String policy) {
        return acl.createToken(
                        ImmutableToken.builder()
                                .addPolicies(ImmutablePolicyLink.builder().name(policy).build())
                                .build())
                .secretId();
    }
}
