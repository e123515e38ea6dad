package io.kse.consul;

import static io.kse.consul.KvRoutes.key;
import static io.kse.consul.KvRoutes.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.document.KvKey;
import io.kse.leadership.Fence.IndexFence;
import io.kse.testbed.RealConsul;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our agent is in dc1, the documents go to dc2. */
class TwoDatacentersTest {
    private static final KvKey FENCE = key("kse/leadership/prod-fence");

    private static RealConsul here;
    private static RealConsul there;
    private static KvRoutes routes;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        here = RealConsul.start(Files.createDirectory(folder.resolve("dc1")), "-datacenter=dc1");
        there = RealConsul.start(Files.createDirectory(folder.resolve("dc2")), "-datacenter=dc2");
        here.joinWan(there);
        routes = KvRoutes.to(Settings.datacenter(Settings.plain(here.port()), "dc2"));
    }

    @AfterAll
    static void stop() {
        routes.close();
        here.close();
        there.close();
    }

    @BeforeEach
    void lead() {
        there.delete("kse/services/shop/clusters/prod");
        there.put(FENCE.path(), "us");
        routes.fence = new IndexFence(FENCE, routes.read(FENCE).get(FENCE).orElseThrow().index());
    }

    @Test
    void writesToTheOtherDatacenterUnderAFenceThere() {
        routes.apply(put("kse/services/shop/clusters/prod", "1", 0));

        assertThat(there.get("kse/services/shop/clusters/prod")).contains("1");
        assertThat(here.get("kse/services/shop/clusters/prod")).isEmpty();
    }

    @Test
    void isFencedOffOnceAnotherLeaderRewroteTheFence() {
        there.put(FENCE.path(), "another");

        assertThatThrownBy(() -> routes.apply(put("kse/services/shop/clusters/prod", "1", 0)))
                .isInstanceOf(FencedOff.class);
        assertThat(there.get("kse/services/shop/clusters/prod")).isEmpty();
    }

    /** Why the lock itself is no fence there. */
    @Test
    void isFencedOffWithASessionOfItsOwnDatacenter() {
        routes.fence = routes.newSessionFence("kse/leadership/prod-leader");

        assertThatThrownBy(() -> routes.apply(put("kse/services/shop/clusters/prod", "1", 0)))
                .isInstanceOf(FencedOff.class);
    }

    @Test
    void readsEverythingOfOursFromThere() {
        there.put("kse/services/shop/clusters/prod", "1");
        here.put("kse/services/cart/clusters/prod", "1");

        assertThat(routes.readAll().stored())
                .containsOnlyKeys(key("kse/services/shop/clusters/prod"));
    }
}
