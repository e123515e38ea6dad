package io.kse.flow;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.config.ExporterConfig;
import io.kse.document.KeySpace;
import io.kse.kubernetes.EventWriter;
import io.kse.kubernetes.WatchedServices;
import io.kse.leadership.Leadership;
import io.kse.status.Changes;
import io.kse.status.EventFeed;
import io.kse.status.EventSchedule;
import java.time.Clock;

/** The parts of the program that tell Services' owners by Events what becomes of them. */
final class EventFlow {
    private final EventFeed feed;
    private final EventLine line;

    EventFlow(
            ExporterConfig config,
            KeySpace keys,
            KubernetesClient kubernetes,
            WatchedServices watched,
            Leadership leadership) {
        Clock clock = Clock.systemUTC();
        EventSchedule schedule = new EventSchedule();
        this.feed = new EventFeed(keys, schedule, leadership::isLeading, clock);
        this.line =
                new EventLine(
                        schedule,
                        new EventWriter(kubernetes, config.podName(), clock),
                        watched::findKnown,
                        leadership::isLeading,
                        clock);
    }

    /** What notices and the brake have to tell. */
    EventFeed feed() {
        return feed;
    }

    Braking of(Braking brake) {
        brake.onPlan(feed::planned);
        return brake;
    }

    void start(Changes changes) {
        changes.onMade(feed::made);
        line.start();
    }

    void stop() {
        line.stop();
    }
}
