package io.kse.consul;

import static io.kse.consul.KvRoutes.delete;
import static io.kse.consul.KvRoutes.key;
import static io.kse.consul.KvRoutes.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kse.config.ConsulSettings;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import io.kse.leadership.Fence.IndexFence;
import io.kse.leadership.Fence.SessionFence;
import io.kse.service.ClusterId;
import io.kse.testbed.RealConsul;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.kiwiproject.consul.AclClient;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.model.acl.ImmutablePolicy;
import org.kiwiproject.consul.model.acl.ImmutablePolicyLink;
import org.kiwiproject.consul.model.acl.ImmutableToken;

/** Against a Consul that denies everything to everybody by default; see also OldConsulTest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsulAclTest {
    private static final String MASTER = "11111111-2222-3333-4444-555555555555";

    private RealConsul server;
    private KvRoutes master;
    private KvRoutes reader;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = startConsul(folder);
        master = KvRoutes.to(withToken(MASTER));
        await().ignoreExceptionsInstanceOf(ConsulException.class)
                .until(() -> !master.consul().aclClient().listPolicies().isEmpty());
        master.consul().keyValueClient().putValue("kse/fence", "1");
        master.fence = new IndexFence(key("kse/fence"), index("kse/fence"));
        reader = allowed("key_prefix \"kse/\" { policy = \"read\" }");
    }

    RealConsul startConsul(Path folder) {
        return RealConsul.start(folder, "-hcl=" + acl("initial_management"));
    }

    /** Says in a header that it kept something from us. */
    boolean tellsThatAListIsFiltered() {
        return true;
    }

    static String acl(String nameOfTheFirstToken) {
        return """
               acl {
                 enabled = true
                 default_policy = "deny"
                 enable_key_list_policy = true
                 tokens { %s = "%s" }
               }
               """
                .formatted(nameOfTheFirstToken, MASTER);
    }

    private long index(String path) {
        return master.read(key(path)).get(key(path)).orElseThrow().index();
    }

    /** Routes with a token that has these rules. */
    private KvRoutes allowed(String rules) throws Exception {
        KvRoutes routes = KvRoutes.to(withToken(newToken(rules)));
        routes.fence = master.fence;
        return routes;
    }

    private String newToken(String rules) {
        AclClient acl = master.consul().aclClient();
        String policy = "policy-" + UUID.randomUUID();
        acl.createPolicy(ImmutablePolicy.builder().name(policy).rules(rules).build());
        ImmutableToken token =
                ImmutableToken.builder()
                        .addPolicies(ImmutablePolicyLink.builder().name(policy).build())
                        .build();
        return acl.createToken(token).secretId();
    }

    private ConsulSettings withToken(String token) {
        return Settings.token(Settings.plain(server.port()), token);
    }

    @AfterAll
    void stop() {
        if (server == null) {
            return;
        }
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

    /** Or what is merely hidden would count as gone. */
    @Test
    void doesNotTakeHiddenKeysForMissing() throws Exception {
        master.apply(put("kse/unseen", "1", 0));

        assertThat(reader.missing(key("kse/never")).toString()).contains("kse/never");
        try (KvRoutes nobody = KvRoutes.to(Settings.plain(server.port()))) {
            assertThatThrownBy(() -> nobody.missing(key("kse/unseen")))
                    .isInstanceOf(ConsulDenied.class);
        }
    }

    /** It may be on its way still, so that it is tried again as in an outage. */
    @Test
    void saysThatTheTokenIsUnknown() throws Exception {
        String wrong = "99999999-2222-3333-4444-555555555555";

        try (KvRoutes stranger = KvRoutes.to(withToken(wrong))) {
            assertThatThrownBy(() -> stranger.apply(put("kse/a", "1", 0)))
                    .isInstanceOf(ConsulUnavailable.class)
                    .hasMessageContaining("it does not know our token, ACL not found")
                    .hasMessageNotContaining(wrong);
            assertThatThrownBy(() -> stranger.read(key("kse/a")))
                    .isInstanceOf(ConsulUnavailable.class);
            assertThat(stranger.reachability.isAnswering()).isFalse();
        }
    }

    @Test
    void seesNothingWithoutAToken() throws Exception {
        master.apply(put("kse/hidden", "1", 0));

        try (KvRoutes nobody = KvRoutes.to(Settings.plain(server.port()))) {
            assertThat(nobody.text(key("kse/hidden"))).isEqualTo("absent");
            nobody.fence = master.fence;
            assertThatThrownBy(() -> nobody.apply(put("kse/hidden", "2", 0)))
                    .isInstanceOf(ConsulDenied.class)
                    .hasMessageEndingWith("denies key:read on kse/fence, key:write on kse/hidden");
        }
    }

    @Test
    void translatesStockActionsToo() {
        assertThatThrownBy(() -> reader.act("PUT", "other/a"))
                .isInstanceOf(ConsulDenied.class)
                .hasMessageContaining("denies access: Permission denied");
    }

    @Test
    void namesTheFenceThatItMayNotRead() throws Exception {
        try (KvRoutes writer = allowed("key_prefix \"kse/services/\" { policy = \"write\" }")) {
            assertThatThrownBy(() -> writer.apply(put("kse/services/a", "1", 0)))
                    .isInstanceOf(ConsulDenied.class)
                    .hasMessageEndingWith("denies key:read on kse/fence");
            writer.fence = new SessionFence(key("kse/leadership/prod-leader"), "s");
            assertThatThrownBy(() -> writer.apply(put("kse/services/a", "1", 0)))
                    .isInstanceOf(ConsulDenied.class)
                    .hasMessageEndingWith("denies key:read on kse/leadership/prod-leader");
        }
    }

    /** It looks new, and is refused for the missing right, not as stale again and again. */
    @Test
    void isDeniedAKeyThatIsHidden() throws Exception {
        String rules =
                """
                key_prefix "kse/" { policy = "write" }
                key "kse/services/hidden/clusters/prod" { policy = "deny" }
                """;
        String hidden = "kse/services/hidden/clusters/prod";
        master.consul().keyValueClient().putValue(hidden, "1");

        try (KvRoutes writer = allowed(rules)) {
            assertThat(writer.text(key(hidden))).isEqualTo("absent");
            assertThatThrownBy(() -> writer.apply(put(hidden, "2", 0)))
                    .isInstanceOf(ConsulDenied.class)
                    .hasMessageEndingWith("denies key:write on " + hidden);
        }
    }

    @Test
    void tellsAFilteredListFromACompleteOne() throws Exception {
        String seen = "kse/services/seen/clusters/prod";
        String hidden = "kse/services/hidden/clusters/prod";
        master.consul().keyValueClient().putValue(seen, "1");
        master.consul().keyValueClient().putValue(hidden, "1");
        String rules =
                """
                key_prefix "kse/" { policy = "list" }
                key_prefix "kse/services/hidden/" { policy = "deny" }
                """;

        try (KvRoutes some = allowed(rules)) {
            assertThat(some.readAll().stored())
                    .containsKey(key(seen))
                    .doesNotContainKey(key(hidden));
            assertThat(some.readAll().isFiltered()).isEqualTo(tellsThatAListIsFiltered());
        }
        assertThat(master.readAll().stored()).containsKeys(key(seen), key(hidden));
        assertThat(master.readAll().isFiltered()).isFalse();
    }

    @Test
    void tellsAnEmptyFilteredListFromNoKeys() throws Exception {
        master.consul().keyValueClient().putValue("kse/services/a/clusters/prod", "1");
        String rules =
                """
                key_prefix "kse/services/" { policy = "list" }
                key_prefix "kse/services/a" { policy = "deny" }
                key_prefix "kse/services/h" { policy = "deny" }
                key_prefix "kse/services/s" { policy = "deny" }
                """;

        try (KvRoutes nothing = allowed(rules)) {
            assertThat(nothing.readAll().stored()).isEmpty();
            assertThat(nothing.readAll().isFiltered()).isEqualTo(tellsThatAListIsFiltered());
        }
    }

    @Test
    void tellsAHiddenKeyFromOneThatIsNotThere() {
        String rules =
                """
                key_prefix "kse/" { policy = "list" }
                key_prefix "kse/services/hidden/" { policy = "deny" }
                """;
        KvKey hidden = key("kse/services/hidden/clusters/prod");
        KvKey absent = key("kse/services/absent/clusters/prod");
        ConsulSettings settings = withToken(newToken(rules));

        try (ConsulReader some =
                new ConsulReader(settings, new KeySpace("kse", new ClusterId("prod")))) {
            assertThatCode(() -> some.requireReadable(List.of(absent))).doesNotThrowAnyException();
            assertThatThrownBy(() -> some.requireReadable(List.of(absent, hidden)))
                    .isInstanceOf(ConsulDenied.class)
                    .hasMessageEndingWith("denies key:read on " + hidden);
        }
    }

    @Test
    void namesTheRightToListKeys() {
        assertThatThrownBy(reader::readAll)
                .isInstanceOf(ConsulDenied.class)
                .hasMessage(
                        "Consul at 127.0.0.1:%d denies key:list on kse/services/", server.port());
        assertThat(reader.reachability.isAnswering()).isTrue();
    }

    @Test
    void doesNotListWithAnUnknownToken() throws Exception {
        try (KvRoutes stranger = KvRoutes.to(withToken("99999999-2222-3333-4444-555555555555"))) {
            assertThatThrownBy(stranger::readAll)
                    .isInstanceOf(ConsulUnavailable.class)
                    .hasMessageContaining("it does not know our token, ACL not found");
        }
    }
}
