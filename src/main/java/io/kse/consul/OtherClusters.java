package io.kse.consul;

import io.kse.document.KvKey;
import io.kse.leadership.LockEntry;
import io.kse.leadership.LockUnavailable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.SessionClient;
import org.kiwiproject.consul.model.session.ImmutableSession;
import org.kiwiproject.consul.model.session.SessionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that another cluster uses our cluster id: the holder's session carries its UID in its
 * name.
 *
 * <p>Tells both sides, each once: a replica that is refused opens a session whose name says so, for
 * the holder to find. A name without a UID, such as the original's, is not judged.
 */
final class OtherClusters {
    private static final Logger LOG = LoggerFactory.getLogger(OtherClusters.class);
    private static final String NAME = "kube-service-exporter";
    private static final String REFUSED = " refused at ";

    /** Longer than a refused replica needs from one look at the lock to the next. */
    private static final String MARK_TTL = "90s";

    private final SessionClient client;
    private final LockCalls asking;
    private final Supplier<Optional<String>> askUid;
    private final KvKey leader;
    private final Set<String> told = new HashSet<>();
    private Optional<String> uid = Optional.empty();
    private Optional<String> mark = Optional.empty();
    private Optional<String> judged = Optional.empty();
    private Optional<String> judgedUid = Optional.empty();

    OtherClusters(
            SessionClient client,
            LockCalls asking,
            Supplier<Optional<String>> askUid,
            KvKey leader) {
        this.client = client;
        this.asking = asking;
        this.askUid = askUid;
        this.leader = leader;
    }

    /** What our sessions are called. */
    String sessionName() {
        return uid().map(known -> NAME + "/" + known).orElse(NAME);
    }

    private Optional<String> uid() {
        if (uid.isEmpty()) {
            uid = askUid.get();
        }
        return uid;
    }

    /** True if the holder is of another cluster than ours, as far as both say who they are. */
    boolean isTheirs(LockEntry held) {
        Optional<String> theirs = uid().isEmpty() ? Optional.empty() : uidOf(held);
        boolean foreign = theirs.isPresent() && !theirs.equals(uid);
        if (foreign) {
            tellOurSide(theirs.get(), held);
            leaveMark();
        } else {
            removeMark();
        }
        return foreign;
    }

    /** The name of a session never changes. */
    private Optional<String> uidOf(LockEntry held) {
        if (!held.session().equals(judged)) {
            judgedUid = held.session().flatMap(this::nameOf).flatMap(OtherClusters::uidIn);
            judged = held.session();
        }
        return judgedUid;
    }

    /** Without the right to read sessions there is none. */
    private Optional<String> nameOf(String session) {
        return asking.call("session:read", () -> client.getSessionInfo(session))
                .flatMap(SessionInfo::getName);
    }

    /** Empty if the name is none that we give. */
    private static Optional<String> uidIn(String name) {
        return name.startsWith(NAME + "/") && !name.contains(" ")
                ? Optional.of(name.substring(NAME.length() + 1))
                : Optional.empty();
    }

    private void tellOurSide(String theirs, LockEntry held) {
        if (told.add(theirs)) {
            LOG.warn(
                    "{} is held by {} of another cluster (kube-system has UID {} there and {}"
                            + " here): two clusters use one KSE_CLUSTER_ID. This one exports"
                            + " nothing until one of them gets another",
                    leader,
                    held.value(),
                    theirs,
                    uid.orElseThrow());
        }
    }

    private void leaveMark() {
        try {
            if (mark.isEmpty() || client.renewSession(mark.get()).isEmpty()) {
                mark = Optional.of(client.createSession(markSession()).getId());
            }
        } catch (ConsulException e) {
            // The next look at the lock tries again.
            LOG.debug("The holder cannot be told", e);
            mark = Optional.empty();
        }
    }

    private ImmutableSession markSession() {
        return ImmutableSession.builder()
                .name(NAME + "/" + uid.orElseThrow() + REFUSED + leader)
                .ttl(MARK_TTL)
                .build();
    }

    private void removeMark() {
        mark.ifPresent(this::endSession);
        mark = Optional.empty();
    }

    /** For the holder, which must not wait for its own UID here. */
    void lookForRefused() {
        if (uid.isPresent()) {
            refused().stream().filter(told::add).forEach(this::tellHolder);
        }
    }

    private List<String> refused() {
        try {
            return client.listSessions().stream()
                    .flatMap(session -> session.getName().stream())
                    .filter(name -> name.endsWith(REFUSED + leader))
                    .map(name -> name.substring(0, name.indexOf(REFUSED)))
                    .flatMap(name -> uidIn(name).stream())
                    .filter(theirs -> !theirs.equals(uid.orElseThrow()))
                    .toList();
        } catch (ConsulException e) {
            LOG.debug("Other clusters that want the lock cannot be seen", e);
            return List.of();
        }
    }

    private void tellHolder(String theirs) {
        LOG.warn(
                "Another cluster wants {} (kube-system has UID {} there and {} here): two clusters"
                        + " use one KSE_CLUSTER_ID. It exports nothing until one of them gets"
                        + " another",
                leader,
                theirs,
                uid.orElseThrow());
    }

    /** One that is left runs out by itself. */
    void endSession(String session) {
        try {
            asking.call(
                    "session:write on the agent's node",
                    () -> {
                        client.destroySession(session);
                        return session;
                    });
        } catch (LockUnavailable e) {
            LOG.debug("A session is left to run out", e);
        }
    }
}
