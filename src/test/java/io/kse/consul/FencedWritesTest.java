package io.kse.consul;

import static io.kse.consul.KvRoutes.key;
import static io.kse.consul.KvRoutes.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.leadership.Fence;
import io.kse.leadership.Fence.IndexFence;
import io.kse.leadership.Fence.SessionFence;
import io.kse.testbed.RealConsul;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.kiwiproject.consul.KeyValueClient;

/** Who may write, against a Consul of today; see also {@link OldConsulTest}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FencedWritesTest {
    private RealConsul server;
    private KvRoutes routes;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = startConsul(folder);
        routes = KvRoutes.to(Settings.plain(server.port()));
    }

    RealConsul startConsul(Path folder) {
        return RealConsul.start(folder);
    }

    @AfterAll
    void stop() {
        if (server == null) {
            return;
        }
        routes.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        outsider().deleteKeys("kse");
    }

    /** Somebody who does not go through our component. */
    private KeyValueClient outsider() {
        return routes.consul().keyValueClient();
    }

    @Test
    void writesNothingWithoutAFence() {
        assertThatThrownBy(() -> routes.apply(Map.of(), put("kse/cart", "1", 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "consul:kv refuses TRANSACTION without a Fence in the header ConsulFence:"
                                + " nothing is written without a fence; the body has the"
                                + " changes [Put kse/cart: a test]");

        assertThat(routes.text(key("kse/cart"))).isEqualTo("absent");
    }

    @Test
    void writesWhileTheSessionHoldsTheLock() {
        SessionFence fence = routes.newSessionFence("kse/leadership/prod-leader");

        write(fence, "1");
        write(fence, "2");
    }

    @Test
    void isFencedOffOnceItsSessionIsDestroyed() {
        SessionFence fence = routes.newSessionFence("kse/leadership/prod-leader");
        routes.consul().sessionClient().destroySession(fence.session());

        assertFencedOff(fence, "failed session check for key \"kse/leadership/prod-leader\"");
    }

    @Test
    void isFencedOffOnceAnotherHoldsTheLock() {
        SessionFence old = routes.newSessionFence("kse/leadership/prod-leader");
        outsider().releaseLock(old.key().path(), old.session());
        SessionFence now = routes.newSessionFence("kse/leadership/prod-leader");

        assertFencedOff(old, "failed session check for key \"kse/leadership/prod-leader\"");
        write(now, "2");
    }

    @Test
    void isFencedOffWithoutALock() {
        assertFencedOff(new SessionFence(key("kse/none"), "s"), "failed to check session, key");
        assertFencedOff(new IndexFence(key("kse/none"), 7), "failed to check index, key");
    }

    @Test
    void isFencedOffOnceAnotherRewroteTheFence() {
        IndexFence fence = routes.newIndexFence();
        write(fence, "1");
        outsider().putValue(fence.key().path(), "another leader");

        assertFencedOff(fence, "failed index check for key \"" + fence.key() + "\"");
    }

    @Test
    void countsTheFenceBeforeEverythingElse() {
        SessionFence fence = routes.newSessionFence("kse/leadership/prod-leader");
        routes.consul().sessionClient().destroySession(fence.session());
        outsider().putValue("kse/cart", "somebody else's");

        assertThatThrownBy(() -> write(fence, "1")).isInstanceOf(FencedOff.class);
    }

    private void write(Fence fence, String value) {
        routes.apply(Map.of(KvComponent.FENCE, fence), put("kse/cart", value, 0));
        assertThat(routes.text(key("kse/cart"))).isEqualTo(value);
        outsider().deleteKey("kse/cart");
    }

    private void assertFencedOff(Fence fence, String what) {
        assertThatThrownBy(() -> write(fence, "late"))
                .isInstanceOf(FencedOff.class)
                .hasMessageStartingWith(
                        "Consul at 127.0.0.1:" + server.port() + " fences us off: " + what);
        assertThat(routes.text(key("kse/cart"))).isEqualTo("absent");
    }
}
