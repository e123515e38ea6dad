package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.consul.ConsulUnavailable;
import io.kse.consul.StaleSnapshot;
import io.kse.document.KvKey;
import io.kse.leadership.NotLeading;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Exception SILENT = new ConsulUnavailable("consul:8500", "reset", null);
    private static final Exception MOVED =
            new StaleSnapshot("moved", List.of(new KvKey("kse/a")), null);
    private static final Exception NOBODY = new NotLeading("nobody leads");

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private boolean othersLead;
    private boolean outage;
    private final Patience patience = new Patience(2, () -> othersLead, () -> outage);

    @Test
    void triesAFewTimesWhatFailsForOneChangeAlone() {
        assertThat(goesOn(MOVED)).isTrue();
        assertThat(goesOn(SILENT)).isTrue();
        assertThat(goesOn(MOVED)).isFalse();
    }

    @Test
    void waitsForTheEndOfAnOutageHoweverLongItTakes() {
        outage = true;
        for (int i = 0; i < 100; i++) {
            assertThat(goesOn(SILENT)).isTrue();
        }

        outage = false;
        assertThat(goesOn(SILENT)).isTrue();
        assertThat(goesOn(SILENT)).isTrue();
        assertThat(goesOn(SILENT)).isFalse();
    }

    @Test
    void waitsForALeaderAndBeginsToCountAnew() {
        goesOn(MOVED);
        goesOn(MOVED);
        for (int i = 0; i < 100; i++) {
            assertThat(goesOn(NOBODY)).isTrue();
        }

        assertThat(goesOn(MOVED)).isTrue();
    }

    @Test
    void leavesTheChangeToAnotherLeader() {
        othersLead = true;

        assertThat(goesOn(NOBODY)).isFalse();
    }

    /** It has the list that the new leader's changes wait for. */
    @Test
    void doesNotLetTheNextComparisonWaitForOneThatIsOver() {
        exchange.setVariable("triggers", Set.of(Trigger.TIMER));

        assertThat(goesOn(NOBODY)).isFalse();
        assertThat(goesOn(MOVED)).isTrue();
    }

    @Test
    void knowsAFailureThatCamelHasWrapped() {
        outage = true;

        for (int i = 0; i < 9; i++) {
            assertThat(goesOn(new CamelExchangeException("in a split", exchange, SILENT))).isTrue();
        }
    }

    private boolean goesOn(Exception failure) {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
        return patience.goesOn(exchange);
    }
}
