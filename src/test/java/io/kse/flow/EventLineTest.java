package io.kse.flow;

import static io.kse.service.Services.service;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.document.DocumentSteps;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.kubernetes.EventWriter;
import io.kse.kubernetes.KubernetesClients;
import io.kse.service.ServiceName;
import io.kse.status.EventFeed;
import io.kse.status.EventSchedule;
import io.kse.testbed.LogLines;
import io.kse.testbed.RealKubernetes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** With an API server of its own, which hangs now and then. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventLineTest {
    private RealKubernetes kubernetes;
    private KubernetesClient client;

    @BeforeAll
    void start(@TempDir Path folder) {
        kubernetes = RealKubernetes.start(folder);
        client =
                KubernetesClients.connect(Map.of("KUBECONFIG", kubernetes.kubeconfig().toString()));
    }

    @AfterAll
    void end() {
        client.close();
        kubernetes.close();
    }

    @AfterEach
    void resume() {
        kubernetes.resume();
    }

    @Test
    void endsAtOnceThoughTheApiServerHangs() {
        Service cart = created("cart");
        EventSchedule schedule = new EventSchedule();
        List<ServiceName> asked = new CopyOnWriteArrayList<>();
        EventLine line =
                line(
                        schedule,
                        name -> {
                            asked.add(name);
                            return Optional.of(cart);
                        });
        kubernetes.pause();
        refuse(schedule, "cart");
        line.start();
        await().until(() -> !asked.isEmpty());

        line.stop();
        line.stop();

        await().atMost(Duration.ofSeconds(1)).until(() -> !line.isAlive());
    }

    @Test
    void writesWhatWaitedOnceTheApiServerAnswers() {
        Service shop = created("shop");
        EventSchedule schedule = new EventSchedule();
        EventLine line = line(schedule, name -> Optional.of(shop));
        kubernetes.kill();
        refuse(schedule, "shop");
        line.start();
        kubernetes.restart();

        await().atMost(Duration.ofSeconds(40)).until(() -> events(shop) == 1);
        line.stop();
    }

    @Test
    void goesOnAfterAMistakeOfOurs() {
        Service good = created("good");
        EventSchedule schedule = new EventSchedule();
        EventLine line = line(schedule, name -> Optional.of(mistaken(name, good)));
        refuse(schedule, "bad");
        try (LogLines log = new LogLines(EventLine.class)) {
            line.start();
            await().until(() -> !log.of("ERROR an Event about default/bad").isEmpty());

            refuse(schedule, "good");

            await().until(() -> events(good) == 1);
            line.stop();
        }
    }

    /** Whoever waits does so as if nothing had happened in another thread. */
    @Test
    void goesOnAfterAnError() {
        Service fit = created("fit");
        EventSchedule schedule = new EventSchedule();
        AtomicInteger asked = new AtomicInteger();
        EventLine line =
                line(
                        schedule,
                        name -> {
                            if (asked.incrementAndGet() == 1) {
                                throw new StackOverflowError("of a test");
                            }
                            return Optional.of(fit);
                        });
        refuse(schedule, "broken");
        line.start();
        await().dontCatchUncaughtExceptions().until(() -> asked.get() == 1);

        refuse(schedule, "fit");

        await().dontCatchUncaughtExceptions().until(() -> events(fit) == 1);
        line.stop();
    }

    @Test
    void forgetsAServiceThatIsGone() {
        EventSchedule schedule = new EventSchedule();
        List<ServiceName> asked = new CopyOnWriteArrayList<>();
        EventLine line =
                line(
                        schedule,
                        name -> {
                            asked.add(name);
                            return Optional.empty();
                        });
        refuse(schedule, "gone");

        line.start();
        await().until(() -> !asked.isEmpty());
        refuse(schedule, "gone");
        await().until(() -> asked.size() == 2);
        line.stop();
    }

    private static Service mistaken(ServiceName name, Service good) {
        if (name.name().equals("bad")) {
            throw new IllegalStateException("a mistake of ours");
        }
        return good;
    }

    private EventLine line(
            EventSchedule schedule, Function<ServiceName, Optional<Service>> services) {
        EventWriter writer = new EventWriter(client, "pod", Clock.systemUTC());
        return new EventLine(schedule, writer, services, () -> true, Clock.systemUTC());
    }

    private static void refuse(EventSchedule schedule, String service) {
        EventFeed feed = new EventFeed(DocumentSteps.KEYS, schedule, () -> true, Clock.systemUTC());
        feed.told(new Rejected(new ServiceName("default", service), List.of("bad port")), Map.of());
    }

    private Service created(String name) {
        return kubernetes
                .client()
                .resource(service("default", name).port("http", 80).build())
                .create();
    }

    private long events(Service service) {
        return kubernetes
                .client()
                .events()
                .v1()
                .events()
                .inNamespace("default")
                .list()
                .getItems()
                .stream()
                .filter(
                        event ->
                                service.getMetadata()
                                        .getUid()
                                        .equals(event.getRegarding().getUid()))
                .count();
    }
}
