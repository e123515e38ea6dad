package io.kse.status;

import io.kse.service.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When which Event is to be written. What stands against a Service is due at once, and again before
 * Kubernetes forgets it (an hour later, unless told otherwise); what has happened is due once.
 * Never more than ten a second, by turns if both are due; of each Service and reason only the
 * latest waits. What has happened waits up to a limit; beyond that it is lost, and the log says so.
 *
 * <p>Every replica keeps it, though only the leader writes: renewals are due at times that all
 * replicas agree on, spread over the period by Service, so that a new leader goes on where the old
 * one has ended and repeats nothing. Safe for several threads.
 */
public final class EventSchedule {
    private static final Logger LOG = LoggerFactory.getLogger(EventSchedule.class);

    /** After being said, half of it to one and a half may pass until the next renewal. */
    static final Duration RENEWAL = Duration.ofMinutes(36);

    /** What is no older than that the leader before may not have said. */
    static final Duration RECENT = Duration.ofMinutes(2);

    static final Duration PAUSE = Duration.ofSeconds(10);

    /** After a namespace took none for a reason that may pass, such as a quota. */
    public static final Duration A_WHILE = Duration.ofHours(1);

    /** Longer than any program runs. */
    public static final Duration FOR_GOOD = Duration.ofDays(36_500);

    static final int MOST_NEWS = 10_000;
    static final int PER_SECOND = 10;

    /** Any odd number with bits all over it spreads names that are alike. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Pace pace = new Pace(PER_SECOND);
    private final Map<Topic, Due> news = new LinkedHashMap<>();
    private final Map<Topic, Standing> standing = new HashMap<>();
    private final TreeSet<Standing> line = new TreeSet<>(Standing.FIRST);
    private final Map<String, Instant> mutedUntil = new HashMap<>();
    private Instant notBefore = Instant.MIN;
    private boolean isTurnOfNews;
    private int lost;
    private boolean hasSaidLost;

    /**
     * To be written now.
     *
     * @param since when it has happened or begun
     */
    public record Due(OwnerEvent event, Instant since) {
        private Topic topic() {
            return Topic.of(event);
        }
    }

    private record Topic(ServiceName service, EventReason reason) implements Comparable<Topic> {
        static Topic of(OwnerEvent event) {
            return new Topic(event.service(), event.reason());
        }

        @Override
        public int compareTo(Topic other) {
            int byService = service.compareTo(other.service);
            return byService != 0 ? byService : reason.compareTo(other.reason);
        }

        /** The first renewal after {@code time}; the same on every replica. */
        Instant renewal(Instant time) {
            long period = RENEWAL.toMillis();
            long hash = (service + " " + reason.reason()).hashCode() * SPREAD;
            long phase = (hash >>> Integer.SIZE) % period;
            long periods = Math.floorDiv(time.toEpochMilli() - phase, period);
            return Instant.ofEpochMilli((periods + 1) * period + phase);
        }
    }

    private record Standing(Topic topic, Due what, Instant at) {
        static final Comparator<Standing> FIRST =
                Comparator.comparing(Standing::at).thenComparing(Standing::topic);
    }

    /** Something has happened. */
    synchronized void post(OwnerEvent event, Instant now) {
        Due due = new Due(event, now);
        if (news.size() < MOST_NEWS || news.containsKey(due.topic())) {
            news.put(due.topic(), due);
        } else {
            lost++;
        }
    }

    /** Something stands against a Service; nothing new if it has been said to. */
    synchronized void begin(OwnerEvent event, Instant now) {
        Topic topic = Topic.of(event);
        Standing before = standing.get(topic);
        if (before == null || !before.what().event().equals(event)) {
            put(topic, new Due(event, now), now);
        }
    }

    /** True if that stood against the Service until now. */
    synchronized boolean end(ServiceName service, EventReason reason) {
        return remove(new Topic(service, reason));
    }

    private boolean remove(Topic topic) {
        Standing before = standing.remove(topic);
        return before != null && line.remove(before);
    }

    private void put(Topic topic, Due what, Instant at) {
        remove(topic);
        Standing now = new Standing(topic, what, at);
        standing.put(topic, now);
        line.add(now);
    }

    /** All others are gone. */
    synchronized void keepOnly(Set<ServiceName> services) {
        news.keySet().removeIf(topic -> !services.contains(topic.service()));
        standing.keySet().removeIf(topic -> !services.contains(topic.service()));
        line.removeIf(each -> !services.contains(each.topic().service()));
    }

    /** The Service is gone. */
    public synchronized void forget(ServiceName service) {
        for (EventReason reason : EventReason.values()) {
            Topic topic = new Topic(service, reason);
            news.remove(topic);
            remove(topic);
        }
    }

    /**
     * What to write next; it counts as written. Empty if nothing is due, or may be written now.
     *
     * @param leads false: others write it
     */
    public synchronized Optional<Due> next(Instant now, boolean leads) {
        if (!leads) {
            leaveToLeader(now);
            return Optional.empty();
        }
        boolean hasDue = hasDue(now);
        sayWhatIsLost();
        if (now.isBefore(notBefore) || !hasDue || !pace.take(now)) {
            return Optional.empty();
        }
        boolean isNews = !isDue(now) || isTurnOfNews && !news.isEmpty();
        isTurnOfNews = !isNews;
        return Optional.of(isNews ? news.remove(firstNews().topic()) : renewed(line.first(), now));
    }

    /** Once when it begins, and once when all that has waited is written. */
    private void sayWhatIsLost() {
        if (lost > 0 && !hasSaidLost) {
            LOG.warn(
                    "Too much has happened at once: {} Events wait, and until fewer do, none are"
                            + " written of what else happens",
                    news.size());
            hasSaidLost = true;
        } else if (lost > 0 && news.isEmpty()) {
            LOG.info("All Events that waited are written; {} were not", lost);
            forgetLost();
        }
    }

    private void forgetLost() {
        lost = 0;
        hasSaidLost = false;
    }

    private boolean hasDue(Instant now) {
        mutedUntil.values().removeIf(until -> !now.isBefore(until));
        if (!mutedUntil.isEmpty()) {
            news.keySet().removeIf(topic -> mutedUntil.containsKey(topic.service().namespace()));
        }
        while (isDue(now) && isMuted(line.first())) {
            Standing first = line.first();
            Instant until = mutedUntil.get(first.topic().service().namespace());
            put(first.topic(), first.what(), first.topic().renewal(until));
        }
        return isDue(now) || !news.isEmpty();
    }

    private boolean isDue(Instant now) {
        return !line.isEmpty() && !now.isBefore(line.first().at());
    }

    private boolean isMuted(Standing each) {
        return mutedUntil.containsKey(each.topic().service().namespace());
    }

    private Due renewed(Standing each, Instant now) {
        put(each.topic(), each.what(), each.topic().renewal(now.plus(RENEWAL.dividedBy(2))));
        return each.what();
    }

    private Due firstNews() {
        return news.values().iterator().next();
    }

    private void leaveToLeader(Instant now) {
        forgetLost();
        Instant old = now.minus(RECENT);
        while (!line.isEmpty() && line.first().at().isBefore(old)) {
            Standing first = line.first();
            put(first.topic(), first.what(), first.topic().renewal(now));
        }
        Iterator<Due> waiting = news.values().iterator();
        while (waiting.hasNext() && waiting.next().since().isBefore(old)) {
            waiting.remove();
        }
    }

    /** Nobody has answered: it is due again, after a pause for all. */
    public synchronized void away(Due due, Instant now) {
        notBefore = now.plus(PAUSE);
        isTurnOfNews = !due.event().reason().isStanding();
        Standing still = standing.get(due.topic());
        if (!due.event().reason().isStanding()) {
            news.putIfAbsent(due.topic(), due);
        } else if (still != null && still.what().equals(due)) {
            put(still.topic(), due, now);
        }
    }

    /** Nothing may be written there: for that long nothing is due. */
    public synchronized void mute(String namespace, Instant now, Duration howLong) {
        mutedUntil.put(namespace, now.plus(howLong));
    }
}
