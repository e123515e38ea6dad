package io.kse.status;

import static io.kse.document.DocumentSteps.key;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
import io.kse.service.ServiceName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class NoticesTest {
    private static final ServiceName CART = new ServiceName("shop", "cart");
    private static final ServiceName ALBUM = new ServiceName("shop", "album");

    private final Map<KvKey, ServiceName> taken = new HashMap<>();
    private final Notices notices = new Notices(service -> taken);
    private final Logger logger = (Logger) LoggerFactory.getLogger(Notices.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    @Test
    void isNotHeldUpByAListenerThatFails() {
        List<ServiceName> told = new ArrayList<>();
        notices.onTold(
                new Notices.Listener() {
                    @Override
                    public void told(ServiceDocuments documents, Map<KvKey, ServiceName> taken) {
                        told.add(documents.service());
                        throw new IllegalStateException("of the listener");
                    }

                    @Override
                    public void listed(Set<ServiceName> services) {
                        told.addAll(services);
                        throw new IllegalStateException("of the listener");
                    }
                });

        notices.tellAll(List.of(published()));

        assertThat(told).containsExactly(CART, CART);
    }

    @Test
    void saysNothingIfAllIsWell() {
        notices.tell(published());
        notices.tell(new NotExported(CART, "no annotation"));

        assertThat(log.list).isEmpty();
    }

    @Test
    void warnsOfWhatIsRefused() {
        notices.tell(rejected("bad port"));

        assertThat(lines())
                .containsExactly("shop/cart: refused, what was published stays; bad port");
        assertThat(log.list.get(0).getLevel()).isEqualTo(Level.WARN);
    }

    @Test
    void saysItOnce() {
        notices.tell(rejected("bad port"));
        notices.tell(rejected("bad port"));

        assertThat(log.list).hasSize(1);
    }

    @Test
    void saysItAgainWhenItChanges() {
        notices.tell(rejected("bad port"));
        notices.tell(rejected("bad class"));

        assertThat(lines()).last().asString().endsWith("bad class");
        assertThat(log.list).hasSize(2);
    }

    @Test
    void saysOnceThatItIsOver() {
        notices.tell(rejected("bad port"));
        notices.tell(published());
        notices.tell(published());

        assertThat(lines())
                .hasSize(2)
                .last()
                .isEqualTo("shop/cart: nothing stands against it any more");
        assertThat(log.list.get(1).getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void saysItAnewAfterItWasOver() {
        notices.tell(rejected("bad port"));
        notices.tell(published());
        notices.tell(rejected("bad port"));

        assertThat(log.list).hasSize(3);
    }

    @Test
    void tellsServicesApart() {
        notices.tell(rejected("bad port"));
        notices.tell(new Rejected(ALBUM, List.of("bad port")));

        assertThat(lines()).last().asString().startsWith("shop/album: ");
    }

    @Test
    void saysWhatEachStateMeans() {
        notices.tell(new AwaitsIngress(CART, List.of("no gateway")));
        notices.tell(new Undecided(CART, List.of("a typo")));
        notices.tell(published("no NodePort"));

        assertThat(lines())
                .containsExactly(
                        "shop/cart: waits for its ingress Service, what was published stays;"
                                + " no gateway",
                        "shop/cart: neither exported nor unexported, what was published stays;"
                                + " a typo",
                        "shop/cart: no NodePort");
    }

    @Test
    void saysOnceThatAnIngressServiceIsMissingAndOnceThatItIsThere() {
        notices.tellEach(List.of(new AwaitsIngress(CART, List.of("no gateway"))));
        notices.tell(new AwaitsIngress(CART, List.of("no gateway")));
        assertThat(lines()).hasSize(1);
        notices.tellEach(List.of(published()));
        notices.tellEach(List.of(published()));

        assertThat(lines())
                .hasSize(2)
                .last()
                .isEqualTo("shop/cart: nothing stands against it any more");
    }

    @Test
    void forgetsNobodyWhenSomeOfAllAreTold() {
        notices.tell(rejected("bad port"));

        notices.tellEach(List.of(new AwaitsIngress(ALBUM, List.of("no gateway"))));
        notices.tell(rejected("bad port"));

        assertThat(lines()).hasSize(2);
    }

    @Test
    void namesTheOlderServiceThatHasItsKey() {
        taken.put(key("x"), ALBUM);

        notices.tell(published());

        assertThat(lines())
                .containsExactly(
                        "shop/cart: key " + key("x") + " belongs to the older Service shop/album");
    }

    @Test
    void saysWhenItGetsItsKeyBack() {
        taken.put(key("x"), ALBUM);
        notices.tell(published());

        taken.clear();
        notices.tell(published());

        assertThat(lines()).last().asString().contains("nothing stands against it");
    }

    @Test
    void saysNothingMoreOfAServiceThatIsGone() {
        notices.tell(rejected("bad port"));
        notices.tell(NotExported.gone(CART));

        assertThat(log.list).hasSize(1);
    }

    @Test
    void forgetsServicesThatACompleteListDoesNotHold() {
        notices.tell(rejected("bad port"));
        notices.tellAll(List.of());
        notices.tellAll(List.of(rejected("bad port")));

        assertThat(lines()).hasSize(2).allMatch(line -> line.endsWith("bad port"));
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static ServiceDocuments rejected(String why) {
        return new Rejected(CART, List.of(why));
    }

    private static ServiceDocuments published(String... notices) {
        return new Desired(CART, Instant.MAX, List.of(), List.of(notices), List.of());
    }
}
