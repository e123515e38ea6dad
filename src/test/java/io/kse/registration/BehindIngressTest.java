package io.kse.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.registration.Wish.Way;
import io.kse.service.ClusterId;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A Service behind an ingress Service, from one run to the next. */
class BehindIngressTest {
    private static final OurTags TAGS = new OurTags(new ClusterId("prod"));
    private static final String ID = "prod-shop-cart-http";
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final int INGRESS = 30443;
    private static final int OWN = 31111;

    private final RegistrationPlanner planner = new RegistrationPlanner(TAGS);
    private final Map<String, Registered> agent = new TreeMap<>();
    private Wishes before = Wishes.NONE;

    private static Wish wish(ServiceName owner, int port, Way way) {
        return new Wish(ID, owner, new KvKey("key"), port, way);
    }

    private static Wish through(int port) {
        return wish(CART, port, Way.THROUGH_INGRESS);
    }

    /** The ingress Service has no port of that name. */
    private static Wish yielding(int port) {
        return wish(CART, port, Way.UNLESS_THROUGH_INGRESS);
    }

    private void run(Wish wish) {
        TreeMap<String, Wish> byId = new TreeMap<>(Map.of(ID, wish));
        AgentState state = new AgentState("10.0.0.1", agent);
        Map<String, Registered> ours = state.ours(TAGS);
        Wishes now =
                new Wishes(byId, Set.of(), Set.of(), false, new TreeSet<>())
                        .behindIngress(before, ours);
        for (RegistrationChange change : planner.all(now, before, state).changes()) {
            Registration made = ((RegistrationChange.Register) change).registration();
            register(made.port());
        }
        before = now.with(before, ours.keySet());
    }

    private void register(int port) {
        Registered.Check check = new Registered.Check("NodePort", "tcp", "10s");
        agent.put(ID, new Registered(ID, TAGS.list(), "10.0.0.1", port, List.of(check)));
    }

    private int port() {
        return agent.get(ID).port();
    }

    @Test
    void keepsItsPortWhileThatOfTheIngressServiceIsGoneAlsoAtAnAgentThatHasLostIt() {
        run(through(INGRESS));

        run(yielding(OWN));
        assertThat(port()).isEqualTo(INGRESS);

        agent.clear();
        run(yielding(OWN));
        assertThat(port()).isEqualTo(INGRESS);
        run(through(INGRESS + 1));
        assertThat(port()).isEqualTo(INGRESS + 1);
    }

    @Test
    void keepsWhatIsThereAfterARestartAlsoAtAnAgentThatHasLostItThen() {
        register(INGRESS);

        run(yielding(OWN));
        assertThat(port()).isEqualTo(INGRESS);

        agent.clear();
        run(yielding(OWN));
        assertThat(port()).isEqualTo(INGRESS);
    }

    @Test
    void hasItsOwnPortWhereNothingLeadsThroughTheIngressService() {
        run(yielding(OWN));
        assertThat(port()).isEqualTo(OWN);

        run(yielding(OWN + 1));
        assertThat(port()).isEqualTo(OWN + 1);
        run(through(INGRESS));
        assertThat(port()).isEqualTo(INGRESS);
    }

    @Test
    void followsItsOwnPortIfThatIsWhatIsThereAfterARestart() {
        register(OWN);
        run(yielding(OWN));

        run(yielding(OWN + 1));

        assertThat(port()).isEqualTo(OWN + 1);
    }

    /** It was exported without one, and names one by now that has no such port. */
    @Test
    void followsItsOwnPortIfItHadThatBefore() {
        run(wish(CART, OWN, Way.DIRECT));

        run(yielding(OWN + 1));
        assertThat(port()).isEqualTo(OWN + 1);
        run(yielding(OWN + 2));
        assertThat(port()).isEqualTo(OWN + 2);
    }

    @Test
    void doesNotTakeOverWhatAnotherServiceWanted() {
        run(wish(new ServiceName("shop", "other"), 30001, Way.THROUGH_INGRESS));

        run(yielding(OWN));

        assertThat(port()).isEqualTo(OWN);
    }

    /** Else an event of any Service would cost a look at the agent. */
    @Test
    void isNoChangeOnceItIsKnown() {
        run(through(INGRESS));
        TreeMap<String, Wish> byId = new TreeMap<>(Map.of(ID, yielding(OWN)));
        Wishes now = new Wishes(byId, Set.of(), Set.of(), false, new TreeSet<>());

        assertThat(now.behindIngress(before, Map.of()).changedFrom(before)).isEmpty();
    }
}
