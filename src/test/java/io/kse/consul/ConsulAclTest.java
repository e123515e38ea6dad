package io.kse.consul;

import static io.kse.consul.KvRoutes.delete;
import static io.kse.consul.KvRoutes.key;
import static io.kse.consul.KvRoutes.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kse.config.ConsulSettings;
import io.kse.testbed.RealConsul;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kiwiproject.consul.AclClient;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.model.acl.ImmutablePolicy;
import org.kiwiproject.consul.model.acl.ImmutablePolicyLink;
import org.kiwiproject.consul.model.acl.ImmutableToken;

/** Against a Consul that denies everything to everybody by default. */
class ConsulAclTest {
    private static final String MASTER = "11111111-2222-3333-4444-555555555555";

    private static RealConsul server;
    private static KvRoutes master;
    private static KvRoutes reader;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = RealConsul.start(folder, "-hcl=" + acl());
        master = KvRoutes.to(withToken(MASTER));
        await().ignoreExceptionsInstanceOf(ConsulException.class)
                .until(() -> !master.consul().aclClient().listPolicies().isEmpty());
        reader = KvRoutes.to(withToken(readToken(master.consul().aclClient())));
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

    private static String readToken(AclClient acl) {
        acl.createPolicy(
                ImmutablePolicy.builder()
                        .name("reader")
                        .rules("key_prefix \"kse/\" { policy = \"read\" }")
                        .build());
        return acl.createToken(
                        ImmutableToken.builder()
                                .addPolicies(ImmutablePolicyLink.builder().name("reader").build())
                                .build())
                .secretId();
    }

    private static ConsulSettings withToken(String token) {
        return Settings.token(Settings.plain(server.port()), token);
    }

    @AfterAll
    static void stop() {
        reader.close();
        master.close();
        server.close();
    }

    @Test
    void sendsTheToken() {
        master.apply(put("kse/sent", "1", 0));

        assertThat(reader.text(key("kse/sent"))).isEqualTo("1");
    }

    @Test
    void namesTheKeyAndTheMissingRight() {
        assertThatThrownBy(() -> reader.apply(put("kse/a", "1", 0), delete("kse/b", 5)))
                .isInstanceOf(ConsulDenied.class)
                .hasMessage(
                        "Consul at 127.0.0.1:%d denies key:write on kse/a, kse/b", server.port());

        assertThat(master.text(key("kse/a"))).isEqualTo("absent");
    }

    @Test
    void saysThatTheTokenIsUnknown() throws Exception {
        String wrong = "99999999-2222-3333-4444-555555555555";

        try (KvRoutes stranger = KvRoutes.to(withToken(wrong))) {
            assertThatThrownBy(() -> stranger.apply(put("kse/a", "1", 0)))
                    .isInstanceOf(ConsulDenied.class)
                    .hasMessageContaining("denies access: ACL not found")
                    .hasMessageNotContaining(wrong);
            assertThatThrownBy(() -> stranger.read(key("kse/a"))).isInstanceOf(ConsulDenied.class);
        }
    }

    @Test
    void seesNothingWithoutAToken() throws Exception {
        master.apply(put("kse/hidden", "1", 0));

        try (KvRoutes nobody = KvRoutes.to(Settings.plain(server.port()))) {
            assertThat(nobody.text(key("kse/hidden"))).isEqualTo("absent");
            assertThatThrownBy(() -> nobody.apply(put("kse/hidden", "2", 0)))
                    .isInstanceOf(ConsulDenied.class)
                    .hasMessageContaining("denies key:write on kse/hidden");
        }
    }

    @Test
    void translatesStockActionsToo() {
        assertThatThrownBy(() -> reader.act("PUT", "other/a"))
                .isInstanceOf(ConsulDenied.class)
                .hasMessageContaining("key:write");
    }
}
