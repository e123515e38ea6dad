package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kse.config.ConsulSettings;
import io.kse.leadership.Fence;
import io.kse.leadership.LeadershipState;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealConsul;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.option.ImmutableQueryOptions;

/** Documents in another datacenter than the lock. */
class LeadershipFenceTest {
    private static RealConsul here;
    private static RealConsul away;

    @BeforeAll
    static void start(@TempDir Path first, @TempDir Path second) {
        here = RealConsul.start(first, "-datacenter=dc1");
        away = RealConsul.start(second, "-datacenter=dc2", "-retry-join-wan=" + here.wanAddress());
        awaitRoute();
    }

    @AfterAll
    static void stop() {
        here.close();
        away.close();
    }

    private static void awaitRoute() {
        Consul client = new ConsulClients(Settings.plain(here.port())).connect();
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(ConsulException.class)
                .until(
                        () ->
                                client.keyValueClient()
                                        .getValue(
                                                "any",
                                                ImmutableQueryOptions.builder()
                                                        .datacenter("dc2")
                                                        .build())
                                        .isEmpty());
        client.destroy();
    }

    private static ConsulSettings settings(String datacenter) {
        ConsulSettings plain = Settings.plain(here.port());
        return Settings.datacenter(Settings.prefix(plain, here.newPrefix()), datacenter);
    }

    @Test
    void fencesByTheSessionInTheAgentsOwnDatacenter() {
        ConsulSettings settings = settings("dc1");
        try (Replica replica = Replica.started(settings, "pod-1").awaitLeading()) {
            assertThat(replica.session()).isNotEmpty();
            assertThat(here.get(Replica.keys(settings).fence().path())).isEmpty();
        }
    }

    @Test
    void eachWinnerRewritesAKeyWhereTheDocumentsAre() {
        ConsulSettings settings = settings("dc2");
        String key = Replica.keys(settings).fence().path();
        try (Replica one = Replica.started(settings, "pod-1").awaitLeading();
                Replica two = Replica.started(settings, "pod-2")) {
            Fence first = one.leadership.fence();
            assertThat(first).isInstanceOf(Fence.IndexFence.class);
            assertThat(away.get(key)).hasValue("pod-1");
            assertThat(here.keys(settings.prefix()))
                    .containsOnlyKeys(Replica.keys(settings).leader().path());

            one.leadership.stop();
            two.awaitLeading(Duration.ofSeconds(3));

            assertThat(away.get(key)).hasValue("pod-2");
            assertThat(indexOf(two.leadership.fence())).isGreaterThan(indexOf(first));
        }
    }

    @Test
    void leadsAgainWithANewFenceWhenSomebodyRewroteIt() {
        ConsulSettings settings = settings("dc2");
        try (Replica one = Replica.started(settings, "pod-1").awaitLeading()) {
            Fence before = one.leadership.fence();
            away.put(Replica.keys(settings).fence().path(), "somebody");

            one.leadership.fencedOff(before);

            await().until(() -> one.states.contains(new LeadershipState.Campaigning()));
            one.awaitLeading();
            assertThat(indexOf(one.leadership.fence())).isGreaterThan(indexOf(before));
        }
    }

    @Test
    void keepsTheLockButDoesNotLeadWhileTheDocumentsDatacenterIsAway() {
        ConsulSettings settings = settings("dc2");
        String lock = Replica.keys(settings).leader().path();
        away.kill();
        try (LogLines log = new LogLines("io.kse.consul.ConsulReachability");
                Replica replica = Replica.started(settings, "pod-1")) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> log.of("for datacenter dc2 does not answer").size() == 1);
            assertThat(here.get(lock)).hasValue("pod-1");
            assertThat(replica.leadership.isCampaigning()).isTrue();

            away.restart();
            replica.awaitLeading(Duration.ofSeconds(30));

            assertThat(log.of("for datacenter dc2 does not answer")).hasSize(1);
            assertThat(log.of("for datacenter dc2 answers again")).hasSize(1);
        } finally {
            awaitRoute();
        }
    }

    private static long indexOf(Fence fence) {
        return ((Fence.IndexFence) fence).index();
    }
}
