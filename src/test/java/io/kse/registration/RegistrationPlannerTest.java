package io.kse.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.registration.Registered.Check;
import io.kse.registration.RegistrationChange.Register;
import io.kse.registration.RegistrationPlanner.Planned;
import io.kse.service.ClusterId;
import io.kse.service.ServiceName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegistrationPlannerTest {
    private static final OurTags TAGS = new OurTags(new ClusterId("prod"));
    private static final String CART = "prod-shop-cart-http";
    private static final Check CHECK = new Check("NodePort", "tcp", "10s");

    private final RegistrationPlanner planner = new RegistrationPlanner(TAGS);
    private final Map<String, Registered> agent = new TreeMap<>();
    private final Set<ServiceName> refused = new HashSet<>();
    private final Set<ServiceName> changing = new HashSet<>();
    private boolean partial;

    static Wish wish(String service, int port) {
        ServiceName owner = new ServiceName("shop", service);
        String id = "prod-shop-" + service + "-http";
        KvKey key = new KvKey("kse/services/" + id + "/clusters/prod");
        return new Wish(id, owner, key, port, Wish.Way.DIRECT);
    }

    private Wishes wishes(Wish... wishes) {
        Map<String, Wish> byId = new TreeMap<>();
        for (Wish wish : wishes) {
            byId.put(wish.id(), wish);
        }
        return new Wishes(new TreeMap<>(byId), refused, changing, partial, new TreeSet<>());
    }

    private static Registered registered(String id, int port) {
        return new Registered(id, TAGS.list(), "10.0.0.1", port, List.of(CHECK));
    }

    private AgentState state() {
        return new AgentState("10.0.0.1", agent);
    }

    private Planned all(Wish... wishes) {
        return planner.all(wishes(wishes), Wishes.NONE, state());
    }

    private static List<String> lines(Planned planned) {
        return planned.changes().stream().map(Object::toString).toList();
    }

    @Test
    void registersWhatIsMissing() {
        Planned planned = all(wish("cart", 30080));

        assertThat(lines(planned)).containsExactly("Register " + CART + " at 10.0.0.1:30080: new");
        Registration registration = ((Register) planned.changes().get(0)).registration();
        assertThat(registration.tags()).containsExactly("prod", "kube-service-exporter");
    }

    @Test
    void changesNothingThatIsAsItShouldBe() {
        agent.put(CART, registered(CART, 30080));

        assertThat(all(wish("cart", 30080)).changes()).isEmpty();
    }

    static List<Registered> different() {
        List<String> tags = TAGS.list();
        List<Check> checks = List.of(CHECK);
        return List.of(
                new Registered(CART, tags, "10.0.0.1", 30081, checks),
                new Registered(CART, tags, "10.0.0.2", 30080, checks),
                new Registered("cart", tags, "10.0.0.1", 30080, checks),
                new Registered(
                        CART,
                        List.of("prod", "kube-service-exporter", "more"),
                        "10.0.0.1",
                        30080,
                        checks),
                new Registered(CART, tags, "10.0.0.1", 30080, List.of()),
                new Registered(
                        CART,
                        tags,
                        "10.0.0.1",
                        30080,
                        List.of(
                                new Check("other", "tcp", "10s"),
                                new Check("NodePort", "http", ""))),
                new Registered(
                        CART,
                        tags,
                        "10.0.0.1",
                        30080,
                        List.of(new Check("NodePort", "tcp", "20s"))));
    }

    @ParameterizedTest
    @MethodSource("different")
    void registersWhatDiffers(Registered there) {
        agent.put(CART, there);

        assertThat(all(wish("cart", 30080)).changes()).singleElement().isInstanceOf(Register.class);
    }

    /** The original sorts them when it registers something again, and not at first. */
    @Test
    void leavesTagsInTheOrderThatTheyHave() {
        List<String> sorted = List.of("kube-service-exporter", "prod");
        agent.put(CART, new Registered(CART, sorted, "10.0.0.1", 30080, List.of(CHECK)));

        assertThat(all(wish("cart", 30080)).changes()).isEmpty();
    }

    @Test
    void leavesChecksThatOthersHaveAdded() {
        Check maintenance = new Check("Service Maintenance Mode", "maintenance", "");
        Check untold = new Check("NodePort", "", "");
        agent.put(
                CART,
                new Registered(CART, TAGS.list(), "10.0.0.1", 30080, List.of(maintenance, untold)));

        assertThat(all(wish("cart", 30080)).changes()).isEmpty();
    }

    @Test
    void deregistersWhatNobodyWantsAfterAllRegistrations() {
        agent.put("prod-a-gone-http", registered("prod-a-gone-http", 30001));

        assertThat(lines(all(wish("cart", 30080))))
                .containsExactly(
                        "Register " + CART + " at 10.0.0.1:30080: new",
                        "Deregister prod-a-gone-http: no Service wants it");
    }

    @Test
    void touchesNothingWithoutBothTags() {
        for (List<String> tags :
                List.of(
                        List.<String>of(),
                        List.of("prod"),
                        List.of("kube-service-exporter"),
                        List.of("prod2", "kube-service-exporter"))) {
            String id = "prod-shop-x" + tags.size() + tags.hashCode() + "-http";
            agent.put(id, new Registered(id, tags, "10.0.0.1", 1, List.of()));
        }

        assertThat(all().changes()).isEmpty();
    }

    @Test
    void doesNotTakeOthersForOursInAClusterNamedAsTheProgram() {
        OurTags tags = new OurTags(new ClusterId("kube-service-exporter"));

        assertThat(tags.areAmong(List.of("prod", "kube-service-exporter"))).isFalse();
        assertThat(tags.areAmong(tags.list())).isTrue();
    }

    @Test
    void leavesAnIdThatSomebodyElseHas() {
        agent.put(CART, new Registered(CART, List.of("theirs"), "10.9.9.9", 1, List.of()));

        Planned planned = all(wish("cart", 30080));

        assertThat(planned.changes()).isEmpty();
        assertThat(planned.foreign()).containsExactly(CART);
    }

    @Test
    void keepsWhatARefusedServiceMayHaveRegistered() {
        for (String id : List.of("prod-shop-cart-http", "shop-cart-8080", "x-prod-shop-cart-a-b")) {
            agent.put(id, registered(id, 30001));
        }
        agent.put("prod-shop-other-http", registered("prod-shop-other-http", 30002));
        refused.add(new ServiceName("shop", "cart"));

        assertThat(lines(all()))
                .containsExactly("Deregister prod-shop-other-http: no Service wants it");
    }

    @Test
    void keepsWhatAServiceMayHaveRegisteredWhoseEventIsToCome() {
        agent.put(CART, registered(CART, 30001));
        changing.add(new ServiceName("shop", "cart"));

        assertThat(all().changes()).isEmpty();
        assertThat(all().left()).containsExactly(CART);
        changing.clear();
        assertThat(all().changes()).hasSize(1);
        assertThat(all().left()).isEmpty();
    }

    /** It would be looked at every few seconds for as long as somebody's mistake lasts. */
    @Test
    void leavesToNoEventWhatStaysForAnotherReason() {
        agent.put(CART, registered(CART, 30001));
        changing.add(new ServiceName("shop", "cart"));

        refused.add(new ServiceName("shop", "cart"));
        assertThat(all().left()).isEmpty();
        refused.clear();
        partial = true;
        assertThat(all().left()).isEmpty();
        partial = false;
        assertThat(all(wish("cart", 30001)).left()).isEmpty();
        assertThat(planner.all(wishes(), wishes(wish("cart", 30001)), state()).left()).isEmpty();
        assertThat(planner.changed(wishes(), Wishes.NONE, state()).left()).isEmpty();
    }

    /** Its name says the same as the refused one's, but we know whose it was. */
    @Test
    void deregistersWhatAnotherServiceHasWanted() {
        Wish before = wish("cart-http", 30001);
        agent.put(before.id(), registered(before.id(), 30001));
        refused.add(new ServiceName("shop", "cart"));

        assertThat(planner.all(wishes(), wishes(before), state()).changes()).hasSize(1);
        assertThat(planner.all(wishes(), Wishes.NONE, state()).changes()).isEmpty();
    }

    @Test
    void prunesNothingWhileSomeServicesAreUnknown() {
        agent.put(CART, registered(CART, 30001));
        Wish before = wish("known", 30002);
        agent.put(before.id(), registered(before.id(), 30002));
        partial = true;

        assertThat(planner.all(wishes(), wishes(before), state()).changes())
                .singleElement()
                .extracting(RegistrationChange::id)
                .isEqualTo(before.id());
    }

    @Test
    void changesOnlyWhatIsWantedOtherwiseAfterAnEvent() {
        Wishes before = wishes(wish("cart", 30080), wish("gone", 30081), wish("lost", 30082));
        agent.put(CART, registered(CART, 30080));
        agent.put("prod-shop-gone-http", registered("prod-shop-gone-http", 30081));
        agent.put("prod-shop-orphan-http", registered("prod-shop-orphan-http", 30083));

        Planned planned =
                planner.changed(wishes(wish("cart", 30090), wish("lost", 30082)), before, state());

        assertThat(lines(planned))
                .containsExactly(
                        "Register " + CART + " at 10.0.0.1:30090: port 30080 -> 30090",
                        "Deregister prod-shop-gone-http: Service shop/gone does not want it any"
                                + " more");
    }

    @Test
    void writesBracketsAroundAnIpv6AddressInTheCheckOnly() {
        Registration registration = new Registration(CART, TAGS.list(), "fd00::1", 30080);

        assertThat(registration.checked()).isEqualTo("[fd00::1]:30080");
        assertThat(registration.address()).isEqualTo("fd00::1");
    }

    @Test
    void keepsWhatARefusedServiceIsRememberedToHaveWantedWhateverTheIdTells() {
        agent.put("any", registered("any", 30080));
        ServiceName owner = new ServiceName("shop", "cart");
        Wish known = new Wish("any", owner, new KvKey("key"), 30080, Wish.Way.DIRECT);
        Wishes before = wishes(known);

        refused.add(owner);
        assertThat(planner.all(wishes(), before, state()).changes()).isEmpty();

        refused.clear();
        assertThat(planner.all(wishes(), before, state()).changes()).hasSize(1);
    }
}
