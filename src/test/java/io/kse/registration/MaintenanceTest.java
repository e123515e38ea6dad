package io.kse.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.registration.Registered.Check;
import io.kse.registration.RegistrationChange.Deregister;
import io.kse.registration.RegistrationChange.Register;
import io.kse.service.ClusterId;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Consul Services of a drained cluster, in maintenance. */
class MaintenanceTest {
    private static final OurTags TAGS = new OurTags(new ClusterId("prod"));
    private static final Check CHECK = new Check("NodePort", "tcp", "10s");

    private final RegistrationPlanner planner = new RegistrationPlanner(TAGS);
    private final Map<String, Registered> agent = new TreeMap<>();

    private void registered(String id, List<String> tags, Optional<String> maintenance) {
        agent.put(id, new Registered(id, tags, "10.0.0.1", 30080, List.of(CHECK), maintenance));
    }

    private void ours(String id) {
        registered(id, TAGS.list(), Optional.empty());
    }

    private void drained(String id) {
        registered(id, TAGS.list(), Optional.of(RegistrationChange.DRAINED));
    }

    private List<String> maintained(boolean drained, RegistrationChange... going) {
        AgentState state = new AgentState("10.0.0.1", agent);
        return planner.maintenance(drained, List.of(going), state).stream()
                .map(Object::toString)
                .toList();
    }

    private static Register register(String id, boolean isNew) {
        return new Register(
                new Registration(id, TAGS.list(), "10.0.0.1", 30080),
                new ServiceName("shop", "cart"),
                isNew,
                "new");
    }

    @Test
    void beginsForAllOfOursWhenDrained() {
        ours("a");
        ours("b");

        assertThat(maintained(true))
                .containsExactly(
                        "Maintenance of a begins: kube-service-exporter: the cluster is drained",
                        "Maintenance of b begins: kube-service-exporter: the cluster is drained");
    }

    @Test
    void endsWhenNotDrainedAnyMore() {
        drained("a");
        ours("b");

        assertThat(maintained(false))
                .containsExactly("Maintenance of a ends: the cluster is not drained any more");
    }

    @Test
    void changesNothingTwice() {
        drained("a");

        assertThat(maintained(true)).isEmpty();
    }

    @Test
    void leavesTheMaintenanceOfSomebodyElse() {
        registered("a", TAGS.list(), Optional.of("disk full, Ann"));

        assertThat(maintained(true)).isEmpty();
        assertThat(maintained(false)).isEmpty();
    }

    @Test
    void leavesServicesOfSomebodyElse() {
        registered("a", List.of("prod2", "kube-service-exporter"), Optional.empty());
        registered("b", List.of(), Optional.of(RegistrationChange.DRAINED));

        assertThat(maintained(true)).isEmpty();
        assertThat(maintained(false)).isEmpty();
    }

    @Test
    void isBegunForWhatIsRegisteredMeanwhile() {
        assertThat(maintained(true, register("new", true))).hasSize(1);
        assertThat(maintained(false, register("new", true))).isEmpty();
    }

    /** It stays if what is to be there instead is refused. */
    @Test
    void isForWhatIsToGoAsWell() {
        Deregister gone = new Deregister("a", Optional.empty(), "gone");

        ours("a");
        assertThat(maintained(true, gone)).hasSize(1);
        drained("a");
        assertThat(maintained(false, gone)).hasSize(1);
    }

    @Test
    void staysWhereARegistrationIsChanged() {
        drained("a");

        assertThat(maintained(true, register("a", false))).isEmpty();
    }
}
