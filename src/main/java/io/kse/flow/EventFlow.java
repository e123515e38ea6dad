package io.kse.flow;

import io.kse.document.KvKey;
import io.kse.kubernetes.EventWriter;
import io.kse.leadership.Leadership;
import io.kse.service.ServiceName;
import io.kse.status.EventFeed;
import io.kse.status.EventSchedule;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** The parts of the program that tell Services' owners by Events what becomes of them. */
final class EventFlow {
    private final EventLine line;
    private final EventFeed feed;

    EventFlow(FlowParts parts) {
        Clock clock = Clock.systemUTC();
        EventSchedule schedule = new EventSchedule();
        Leadership leadership = parts.leadership();
        this.line =
                new EventLine(
                        schedule,
                        new EventWriter(parts.kubernetes(), parts.config().podName(), clock),
                        parts.services().watched()::findKnown,
                        leadership::isLeading,
                        clock);
        this.feed = new EventFeed(parts.keys(), schedule, leadership::isLeading, clock);
        parts.braking().onPlan(feed::planned);
        parts.notices().onTold(feed);
        parts.changes().onMade(feed::made);
    }

    Map<ServiceName, Set<KvKey>> held() {
        return feed.held();
    }

    void start() {
        line.start();
    }

    void stop() {
        line.stop();
    }
}
