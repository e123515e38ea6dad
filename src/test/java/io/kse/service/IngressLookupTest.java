package io.kse.service;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.service.IngressPort.Found;
import io.kse.service.IngressPort.Missing;
import io.kse.service.IngressPort.Unasked;
import io.kse.service.ServiceExport.Exported;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IngressLookupTest {
    private final Map<ServiceName, Service> cluster = new HashMap<>();
    private final IngressLookup lookup =
            new IngressLookup(name -> Optional.ofNullable(cluster.get(name)));
    private final Service gateway = service("edge", "gateway").nodePort("tls", 443, 30443).build();

    @Test
    void asksForNothingIfNoIngressIsNamed() {
        assertThat(lookup.find(port(cart()))).isEqualTo(new Unasked());
        assertThat(lookup.dependents(gateway)).isEmpty();
    }

    @Test
    void isAskedForByThoseThatNameAnIngress() {
        assertThat(port(behindGateway()).namesIngress()).isTrue();
        assertThat(port(cart()).namesIngress()).isFalse();
    }

    @Test
    void findsTheNodePort() {
        add(gateway);

        assertThat(lookup.find(port(behindGateway()))).isEqualTo(new Found(30443));
    }

    @Test
    void knowsWhoWaitsForAnIngressThatIsNotThere() {
        Service cart = add(behindGateway().build());

        assertThat(lookup.find(port(behindGateway()))).isInstanceOf(Missing.class);

        assertThat(lookup.dependents(gateway)).containsExactly(cart);
    }

    @Test
    void givesDependentsAsTheyAreNow() {
        add(behindGateway().build());
        lookup.find(port(behindGateway()));

        Service changed = add(behindGateway().annotation("id-prefix", "new").build());

        assertThat(lookup.dependents(gateway)).containsExactly(changed);
    }

    @Test
    void forgetsDependentsThatAreGone() {
        Service cart = add(behindGateway().build());
        lookup.find(port(behindGateway()));
        cluster.clear();
        assertThat(lookup.dependents(gateway)).isEmpty();

        add(cart);

        assertThat(lookup.dependents(gateway)).isEmpty();
    }

    @Test
    void forgetsThoseThatAreNotListedAnyMore() {
        Service cart = add(behindGateway().build());
        lookup.find(port(behindGateway()));
        lookup.forgetOthers(List.of(cart));
        assertThat(lookup.dependents(gateway)).containsExactly(cart);

        cluster.clear();
        lookup.forgetOthers(List.of());

        add(cart);
        assertThat(lookup.dependents(gateway)).isEmpty();
    }

    @Test
    void keepsOneThatHasComeSinceTheListWasAskedFor() {
        Service cart = add(behindGateway().build());
        lookup.find(port(behindGateway()));

        lookup.forgetOthers(List.of());

        assertThat(lookup.dependents(gateway)).containsExactly(cart);
    }

    /** It is in the log and in an Event, and comes from an annotation. */
    @Test
    void saysOnOneShortLineWhichIngressServiceIsMissing() {
        Services torn = cart().through("edge\nERROR", "x".repeat(10_000), "tls");

        assertThat(lookup.find(port(torn)))
                .isInstanceOfSatisfying(
                        IngressPort.Missing.class,
                        missing ->
                                assertThat(missing.why())
                                        .startsWith("ingress Service edge\\u000aERROR/xxx")
                                        .endsWith("x… does not exist")
                                        .hasSizeLessThan(600));
    }

    private Service add(Service service) {
        cluster.put(ServiceReader.name(service), service);
        return service;
    }

    private static Services cart() {
        return service("shop", "cart").exported().nodePort("http", 80, 30080);
    }

    private static Services behindGateway() {
        return cart().through("edge", "gateway", "tls");
    }

    private static ServicePort port(Services service) {
        return ((Exported) new ServiceReader().read(service.build(), null)).ports().get(0);
    }

    @Test
    void joinsThePortWithWhatWasFound() {
        assertThat(lookup.through(port(behindGateway()), new Found(30443)).ingress())
                .isEqualTo(new Found(30443));
    }

    @Test
    void asksOnceMoreForWhatCouldNotBeLookedUp() {
        List<String> asked = new ArrayList<>();
        IngressLookup failing =
                new IngressLookup(
                        name -> Optional.empty(), () -> asked.add("once more"), names -> {});

        assertThat(failing.unavailable("a timeout"))
                .isEqualTo(new Missing("its ingress Service could not be looked up: a timeout"));
        assertThat(asked).containsExactly("once more");
    }

    @Test
    void keepsTheOtherOnesBehindAnIngressThatOneHasLeft() {
        Service cart = add(behindGateway().build());
        Services shoe = service("shop", "shoe").exported().nodePort("http", 80, 30081);
        lookup.find(port(behindGateway()));
        lookup.find(port(shoe.through("edge", "gateway", "tls")));

        assertThat(lookup.dependents(gateway)).containsExactly(cart);

        Service back = add(shoe.build());
        lookup.find(port(shoe));
        assertThat(lookup.dependents(gateway)).containsExactlyInAnyOrder(cart, back);
    }

    @Test
    void saysWhichIngressServicesAreStillNamed() {
        Set<ServiceName> named = new HashSet<>();
        IngressLookup telling =
                new IngressLookup(
                        name -> Optional.ofNullable(cluster.get(name)), () -> {}, named::addAll);
        Service cart = add(behindGateway().build());
        telling.find(port(behindGateway()));
        telling.find(
                port(
                        service("shop", "gone")
                                .exported()
                                .nodePort("http", 80, 30081)
                                .through("edge", "other", "tls")));

        telling.forgetOthers(List.of(cart));

        assertThat(named).containsExactly(new ServiceName("edge", "gateway"));
    }
}
