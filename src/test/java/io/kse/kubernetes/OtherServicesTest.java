package io.kse.kubernetes;

import static io.kse.kubernetes.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.kse.service.ServiceAnnotations;
import io.kse.service.ServiceName;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import io.kse.testbed.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RealServers.class)
class OtherServicesTest {
    private static final String COLOUR = ServiceAnnotations.PREFIX + "colour";

    private final Cluster cluster;
    private final String edge;
    private final User user;
    private final ServiceName gateway;
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private OtherServices services;

    OtherServicesTest(RealKubernetes kubernetes) {
        cluster = new Cluster(kubernetes);
        edge = cluster.newNamespace();
        user = new User(kubernetes);
        gateway = new ServiceName(edge, "gateway");
    }

    private OtherServices open(KubernetesClient client) {
        services = new OtherServices(client);
        services.onChange(changed -> changes.add(changed.getMetadata().getName()));
        return services;
    }

    private OtherServices ofUser() {
        return open(cluster.connect(user.kubeconfig()));
    }

    @AfterEach
    void close() {
        services.stop();
        cluster.close();
    }

    private void note(HttpRequest request) {
        if (request.uri().getPath().contains(edge)) {
            requests.add(request.uri().toString());
        }
    }

    private void change(String colour) {
        cluster.annotate(edge, "gateway", COLOUR, colour);
    }

    private String colour() {
        return services.find(gateway)
                .map(service -> service.getMetadata().getAnnotations().get(COLOUR))
                .orElse("none");
    }

    private void awaitWatched() {
        await().until(() -> services.isWatching(gateway));
    }

    @Test
    void asksOnceAndWatchesFromThenOn() {
        cluster.apply(service(edge, "gateway"));
        try (KubernetesClient client = cluster.adminWho(this::note)) {
            open(client);
            assertThat(services.find(gateway)).isPresent();
            awaitWatched();
            int asked = requests.size();

            change("blue");

            await().until(() -> changes.equals(List.of("gateway")));
            assertThat(colour()).isEqualTo("blue");
            assertThat(requests).hasSize(asked);
            assertThat(requests.get(0)).endsWith("/services/gateway");
            assertThat(requests)
                    .filteredOn(uri -> !uri.endsWith("/gateway"))
                    .allMatch(uri -> uri.contains("metadata.name%3Dgateway"));
            services.stop();
        }
    }

    /** An annotation may say anything; a path of the API server would be read with our rights. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../api/v1/secrets?x=",
                "a/b",
                "UPPER",
                "a,metadata.name=b",
                "a\nb",
                "%2e%2e",
                ""
            })
    void neitherAsksForNorWatchesWhatCanBeNoService(String text) {
        List<String> all = new CopyOnWriteArrayList<>();
        try (KubernetesClient client =
                cluster.adminWho(request -> all.add(request.uri().toString()))) {
            open(client);

            assertThat(services.find(new ServiceName(text, "gateway"))).isEmpty();
            assertThat(services.find(new ServiceName(edge, text))).isEmpty();

            assertThat(services.size()).isZero();
            assertThat(all).isEmpty();
        }
    }

    @Test
    void aRoleForThatServiceAloneIsEnough() {
        cluster.apply(service(edge, "gateway"));
        user.mayNamed(edge, List.of("gateway"), "get", "list", "watch");
        try (LogLines missing = new LogLines("io.kse.kubernetes")) {
            ofUser().find(gateway);
            awaitWatched();

            change("blue");

            await().until(() -> colour().equals("blue"));
            assertThat(missing.lines()).isEmpty();
        }
    }

    @Test
    void tellsOfAServiceThatComesAndGoes() {
        open(cluster.admin());
        assertThat(services.find(gateway)).isEmpty();
        awaitWatched();

        cluster.apply(service(edge, "gateway"));
        await().until(() -> changes.size() == 1);
        assertThat(services.find(gateway)).isPresent();
        cluster.delete(edge, "gateway");

        await().until(() -> changes.equals(List.of("gateway", "gateway")));
        assertThat(services.find(gateway)).isEmpty();
    }

    @Test
    void tellsOfAServiceThatWentBetweenTheAnswerAndTheWatch() {
        open(cluster.admin());
        Service answered = service(edge, "gateway");
        answered.getMetadata().setResourceVersion("1");
        OtherService other =
                new OtherService(
                        cluster.admin(),
                        gateway,
                        gone -> changes.add(gone.getMetadata().getName()));

        other.answered(Optional.of(answered));

        await().until(() -> changes.equals(List.of("gateway")));
        other.stop();
    }

    @Test
    void asksOnWithoutTheRightToWatchAndSaysSoOnce() {
        cluster.apply(service(edge, "gateway"));
        user.may(edge, "get");
        try (LogLines lines = new LogLines("io.kse.kubernetes")) {
            ofUser().find(gateway);
            await().until(() -> !lines.lines().isEmpty());
            change("blue");

            assertThat(colour()).isEqualTo("blue");
            assertThat(changes).containsExactly("gateway");
            services.keepOnly(Set.of(gateway));
            assertThat(colour()).isEqualTo("blue");
            assertThat(services.isWatching(gateway)).isFalse();
            assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN ")
                    .contains(
                            "missing right: list services named gateway in namespace " + edge,
                            "it is looked up now and then");
        }
    }

    @Test
    void watchesOnceTheRightIsGranted() {
        cluster.apply(service(edge, "gateway"));
        user.may(edge, "get");
        ofUser().find(gateway);
        user.may(edge, "list", "watch");

        await().until(
                        () -> {
                            services.keepOnly(Set.of(gateway));
                            services.find(gateway);
                            return services.isWatching(gateway);
                        });
        change("blue");

        await().until(() -> changes.equals(List.of("gateway")));
    }

    @Test
    void goesOnAskingWhenTheServerListsButDoesNotLetWatch() {
        cluster.apply(service(edge, "gateway"));
        user.may(edge, "get", "list");
        try (LogLines lines = new LogLines("io.kse.kubernetes")) {
            ofUser().find(gateway);
            await().until(() -> !lines.lines().isEmpty());
            change("blue");

            assertThat(colour()).isEqualTo("blue");
            assertThat(services.isWatching(gateway)).isFalse();
            assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .contains("missing right: watch services named gateway in namespace " + edge);
        }
    }

    @Test
    void countsAsMissingWithoutAnyRightUntilItIsGranted() {
        cluster.apply(service(edge, "gateway"));
        try (LogLines lines = new LogLines("io.kse.kubernetes")) {
            ofUser();
            assertThat(services.find(gateway)).isEmpty();
            assertThat(services.find(gateway)).isEmpty();
            assertThat(services.size()).isZero();
            assertThat(services.whyNone(gateway)).isEqualTo("may not be read: a right is missing");
            assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "WARN Missing right: get services named gateway in namespace " + edge);

            user.may(edge, "get", "list", "watch");

            await().until(() -> services.find(gateway).isPresent());
            awaitWatched();
            assertThat(services.whyNone(gateway)).isEqualTo("does not exist");
            assertThat(lines.lines().get(1)).startsWith("INFO Granted by now: get services named");
        }
    }

    @Test
    void endsWatchesOfWhatNobodyNames() {
        cluster.apply(service(edge, "gateway"));
        ServiceName other = new ServiceName(edge, "other");
        open(cluster.admin()).find(gateway);
        services.find(other);
        awaitWatched();

        services.keepOnly(Set.of(other));
        change("blue");
        cluster.apply(service(edge, "other"));

        await().until(() -> changes.contains("other"));
        assertThat(changes).containsExactly("other");
        assertThat(services.size()).isOne();
    }

    @Test
    void watchesNothingAfterTheStop() {
        open(cluster.admin()).stop();
        services.stop();

        assertThat(services.find(gateway)).isEmpty();

        assertThat(services.size()).isZero();
    }

    @Test
    void doesNotWatchForAnAnswerThatComesAfterTheEnd() {
        open(cluster.admin());
        OtherService other = new OtherService(cluster.admin(), gateway, changed -> {});
        other.stop();

        other.answered(Optional.empty());
        other.restart();

        assertThat(other.isWatched()).isFalse();
    }

    @Test
    void answersFromWhatItKnowsWhileTheApiServerHangs(@TempDir Path folder) {
        try (RealKubernetes own = RealKubernetes.start(folder);
                Cluster hanging = new Cluster(own)) {
            String namespace = hanging.newNamespace();
            ServiceName known = new ServiceName(namespace, "known");
            hanging.apply(service(namespace, "known"));
            open(hanging.admin()).find(known);
            await().until(() -> services.isWatching(known));

            own.pause();
            long begin = System.nanoTime();
            Optional<Service> found = services.find(known);
            for (int i = 0; i < 50; i++) {
                unanswered(new ServiceName(namespace, "unknown-" + i));
            }
            Duration time = Duration.ofNanos(System.nanoTime() - begin);
            own.resume();

            assertThat(found).isPresent();
            assertThat(time).isLessThan(Duration.ofSeconds(6));
            services.stop();
        }
    }

    private void unanswered(ServiceName name) {
        assertThatThrownBy(() -> services.find(name)).isInstanceOf(KubernetesUnavailable.class);
    }
}
