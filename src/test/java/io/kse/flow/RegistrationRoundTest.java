package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.config.ConsulSettings;
import io.kse.consul.AgentServices;
import io.kse.consul.ConsulClients;
import io.kse.consul.ConsulDenied;
import io.kse.consul.ConsulReachability;
import io.kse.consul.ConsulReachability.Action;
import io.kse.consul.ConsulRefused;
import io.kse.consul.ConsulUnavailable;
import io.kse.document.KvKey;
import io.kse.plan.BrakeCause;
import io.kse.plan.Desired;
import io.kse.registration.OurTags;
import io.kse.registration.Registration;
import io.kse.registration.RegistrationBrake;
import io.kse.registration.RegistrationChange;
import io.kse.registration.RegistrationChange.Deregister;
import io.kse.registration.RegistrationChange.Maintain;
import io.kse.registration.RegistrationChange.Register;
import io.kse.registration.RegistrationPlanner;
import io.kse.registration.Wish;
import io.kse.registration.Wishes;
import io.kse.service.ClusterId;
import io.kse.service.DeletePercent;
import io.kse.service.ServiceName;
import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of one run, by what the agent answers to each of its changes. */
@ExtendWith(RealServers.class)
class RegistrationRoundTest {
    private static final OurTags TAGS = new OurTags(new ClusterId("prod"));
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final int OK = 200;
    private static final int DENIED = 403;
    private static final int LATER = 503;

    private static final Deregister OLD = new Deregister("old", Optional.of(wish("old")), "a test");

    private final FaultyProxy proxy;
    private final AgentServices agent;
    private final ConsulReachability reachability = new ConsulReachability("agent");
    private final Registrations registrations =
            new Registrations(
                    new Desired(Map::of, () -> {}),
                    new RegistrationPlanner(TAGS),
                    new RegistrationBrake(TAGS, new DeletePercent(50)),
                    reachability,
                    () -> Drains.IN_SERVICE,
                    () -> {});
    private final RegistrationRound round = round("a", "b", "c", "d");

    RegistrationRoundTest(RealConsul consul) {
        proxy = FaultyProxy.http(consul.port());
        agent = new AgentServices(new ConsulClients(settings(proxy.port())), reachability);
    }

    @AfterEach
    void close() {
        agent.close();
        proxy.close();
    }

    private static ConsulSettings settings(int port) {
        return new ConsulSettings(
                "127.0.0.1",
                port,
                "kse",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static RegistrationRound round(String... ids) {
        TreeMap<String, Wish> wishes = new TreeMap<>();
        for (String id : ids) {
            wishes.put(id, wish(id));
        }
        Wishes now = new Wishes(wishes, Set.of(), Set.of(), false, new TreeSet<>());
        return new RegistrationRound(Rung.comparison(BrakeCause.OTHER), now, false);
    }

    private static Wish wish(String id) {
        return new Wish(id, CART, new KvKey(id), 30080, Wish.Way.DIRECT);
    }

    private static Register register(String id, boolean isNew) {
        Registration registration = new Registration(id, TAGS.list(), "10.0.0.1", 30080);
        return new Register(registration, CART, isNew, "a test");
    }

    /** As the route does it. */
    private void attempt(RegistrationChange change) {
        try {
            agent.make(change);
            registrations.done(round, change);
        } catch (ConsulRefused | ConsulUnavailable e) {
            registrations.leave(round, change, e);
        }
    }

    private void answer(int status, RegistrationChange change) {
        proxy.fault(new Fault.Answer(status, "Permission denied"));
        attempt(change);
    }

    private void answer(int status, String id) {
        answer(status, register(id, true));
    }

    @Test
    void goesOnBehindDenialsAndAnAnswerOfLater() {
        answer(DENIED, "a");
        answer(DENIED, "b");

        assertThatCode(() -> answer(LATER, "c")).doesNotThrowAnyException();
    }

    @Test
    void endsAfterThreeAnswersOfLaterIfNothingHasWorked() {
        answer(LATER, "a");
        answer(DENIED, "b");
        answer(LATER, "c");

        assertThatThrownBy(() -> answer(LATER, "d")).isInstanceOf(ConsulUnavailable.class);
    }

    @Test
    void goesOnHoweverManyAreToWaitIfOneHasWorked() {
        answer(OK, "a");
        answer(LATER, "b");
        answer(LATER, "c");

        assertThatCode(() -> answer(LATER, "d")).doesNotThrowAnyException();
    }

    /** What it is to replace goes on with the old port, but another port's is its own matter. */
    @Test
    void keepsWhatTheServiceHadOnlyWhereANewOneWasRefused() {
        answer(DENIED, register("a", false));
        assertThat(registrations.mayGo(round, OLD)).isTrue();

        answer(DENIED, register("a", true));
        assertThat(registrations.mayGo(round, OLD)).isFalse();
    }

    @Test
    void putsWhatStaysIntoMaintenanceButNotWhatIsNotThere() {
        answer(DENIED, register("a", true));
        assertThat(registrations.mayGo(round, OLD)).isFalse();
        assertThat(registrations.mayGo(round, new Maintain("old", true))).isTrue();
        assertThat(registrations.mayGo(round, new Maintain("a", true))).isFalse();

        answer(OK, OLD);
        assertThat(registrations.mayGo(round, new Maintain("old", true))).isFalse();
    }

    @Test
    void looksAfterWhatIsThereThoughItsUpdateWasRefused() {
        answer(DENIED, register("a", false));
        answer(DENIED, register("b", true));

        assertThatThrownBy(() -> registrations.end(round)).isInstanceOf(ConsulDenied.class);
        assertThat(registrations.known()).containsExactly("a", "c", "d");
    }

    @Test
    void endsWithTheSilenceThatEndsItWhateverWasDenied() {
        answer(DENIED, "a");
        proxy.fault(new Fault.Reset());

        assertThatThrownBy(() -> attempt(register("b", true)))
                .isInstanceOfSatisfying(
                        ConsulUnavailable.class, why -> assertThat(why.isAnswer()).isFalse());
    }

    @Test
    void countsDenialsOnly() {
        answer(DENIED, "a");
        answer(LATER, "b");
        answer(DENIED, "c");

        assertThatThrownBy(() -> registrations.end(round))
                .isInstanceOf(ConsulDenied.class)
                .hasMessageEndingWith("denies service:write on a, and on 1 more");
    }

    /** Else each attempt would be an outage of its own, and would ring for the next one. */
    @Test
    void isStillSilentWhileOneIsToWaitWhateverBecomesOfTheOthers() {
        answer(DENIED, "a");
        answer(LATER, "b");
        answer(DENIED, "c");
        answer(OK, "d");

        assertThat(reachability.isAnswering()).isFalse();
        assertThatThrownBy(() -> registrations.end(round)).isInstanceOf(ConsulDenied.class);
        assertThat(reachability.isAnswering()).isFalse();
    }

    @Test
    void isSilentNoMoreOnceAllIsAnsweredBeItWithDenials() {
        reachability.failed(Action.WRITE, new ConsulUnavailable("agent", "timeout", null));
        answer(DENIED, "a");

        assertThatThrownBy(() -> registrations.end(round)).isInstanceOf(ConsulDenied.class);
        assertThat(reachability.isAnswering()).isTrue();
    }
}
