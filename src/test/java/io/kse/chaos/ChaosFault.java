package io.kse.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** All faults. Each is made in the middle of a stream of changes. */
enum ChaosFault {
    NONE("nothing, for comparison", 0, (landscape, random) -> () -> {}),
    BRAKE("nothing, but the brake as it is by default", 0, (landscape, random) -> () -> {}),
    CONSUL_KILL("Consul: SIGKILL, and started again", 0, ConsulFaults::kill),
    CONSUL_STOP_5("Consul: SIGSTOP for 5 s", 5, ConsulFaults::stop),
    CONSUL_STOP_25("Consul: SIGSTOP for 25 s", 25, ConsulFaults::stop),
    CONSUL_STOP_60("Consul: SIGSTOP for 60 s", 60, ConsulFaults::stop),
    CONSUL_DATA_LOST("Consul: all data lost", 0, ConsulFaults::loseData),
    CONSUL_500("Consul: answers 500", 2, ConsulFaults::fail),
    CONSUL_RESET("Consul: reset within transactions", 2, ConsulFaults::reset),
    CONSUL_ANSWER_LOST("Consul: answer lost after commit", 2, ConsulFaults::loseAnswers),
    CONSUL_SLOW("Consul: 0.4 s for each request", 3, ConsulFaults::slow),
    SESSION_DESTROYED("Consul: the leader's session destroyed", 0, ConsulFaults::destroySession),
    LOCK_DELETED("Consul: the lock deleted by hand", 0, ConsulFaults::deleteLock),
    API_KILL("API server: SIGKILL, and started again", 0, KubernetesFaults::kill),
    API_STOP_5("API server: SIGSTOP for 5 s", 5, KubernetesFaults::stop),
    API_STOP_30("API server: SIGSTOP for 30 s", 30, KubernetesFaults::stop),
    WATCH_CUT("API server: watches cut", 0, KubernetesFaults::cutWatches),
    COMPACTED("API server: history compacted (410)", 1, KubernetesFaults::compact),
    HALF_LIST("API server: refuses lists half way", 2, KubernetesFaults::refuseListsHalfWay),
    FORBIDDEN("API server: forbidden for 2 s", 2, KubernetesFaults::forbid),
    LEADER_KILL("leader: SIGKILL", 0, true, ExporterFaults.kill(true)),
    LEADER_TERM("leader: SIGTERM", 0, ExporterFaults.terminate(true)),
    LEADER_STOP_30("leader: SIGSTOP for 30 s", 30, ExporterFaults.stop(true)),
    STANDBY_KILL("standby: SIGKILL", 0, ExporterFaults.kill(false)),
    STANDBY_TERM("standby: SIGTERM", 0, ExporterFaults.terminate(false)),
    STANDBY_STOP_30("standby: SIGSTOP for 30 s", 30, ExporterFaults.stop(false)),
    CLOCK("clock of the replicas up to 400 days off", 3, ExporterFaults::shiftClock);

    /** What a fault takes at most with {@code --short}: more than the TTL of a session. */
    private static final int SHORT = 12;

    private static final int LONG = 10;

    private final String text;
    private final int seconds;
    private final boolean isLong;
    private final Injection injection;

    ChaosFault(String text, int seconds, Injection injection) {
        this(text, seconds, seconds >= LONG, injection);
    }

    ChaosFault(String text, int seconds, boolean isLong, Injection injection) {
        this.text = text;
        this.seconds = seconds;
        this.isLong = isLong;
        this.injection = injection;
    }

    /** For the command line. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<ChaosFault> of(String id) {
        return Arrays.stream(values()).filter(fault -> fault.id().equals(id)).findFirst();
    }

    /** For people. */
    String text() {
        return text;
    }

    /** True if a trial takes more than 10 s. */
    boolean isLong() {
        return isLong;
    }

    /** What the replicas have to be for it. */
    Landscape.Kind landscape() {
        return switch (this) {
            case CLOCK -> Landscape.Kind.OWN_CLOCK;
            case BRAKE -> Landscape.Kind.BRAKED;
            default -> Landscape.Kind.USUAL;
        };
    }

    boolean losesData() {
        return this == CONSUL_DATA_LOST;
    }

    Duration lasts(boolean shortened) {
        return Duration.ofSeconds(shortened ? Math.min(seconds, SHORT) : seconds);
    }

    Injection injection() {
        return injection;
    }
}
