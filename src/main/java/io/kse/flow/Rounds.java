package io.kse.flow;

import io.kse.consul.ConsulDenied;
import io.kse.consul.ConsulUnavailable;
import io.kse.consul.FencedOff;
import io.kse.plan.Touch;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decisions on the way of one plan to Consul: what to do after Consul has refused a part of it.
 * What it refuses to one Service holds up no other one; but once a right is missing, a comparison
 * deletes nothing more, since what it sees may be a part only.
 */
public final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    /** More than that are no exception, but the rule. */
    private static final int DENIALS = 3;

    /** One plan on its way. */
    public static final class Round {
        private final Touch touch;
        private final List<Touched> left = new ArrayList<>();
        private int denied;

        private Round(Touch touch) {
            this.touch = touch;
        }

        /** What has to be planned again, by Service; orphans wait for the next comparison. */
        public List<Touched> left() {
            return List.copyOf(left);
        }
    }

    public Round begin(Touch touch) {
        return new Round(touch);
    }

    /** False for mere deletes after something was denied. */
    public boolean mayGo(Round round, Transaction transaction) {
        return round.denied == 0 || !transaction.deletesOnly();
    }

    /**
     * True if the others may go after {@code refusal} of one transaction. An event has no others,
     * and nothing more comes of it if nobody leads or answers.
     */
    public boolean goesOn(Round round, Exception refusal) {
        boolean isAboutOne =
                refusal instanceof ConsulUnavailable unavailable
                        ? unavailable.isAnswer()
                        : !(refusal instanceof FencedOff) && round.denied < DENIALS;
        return round.touch.isEverything() && isAboutOne;
    }

    /** {@code transaction} was not done. What is nobody's is not tried again, so it is said. */
    public void leave(Round round, Transaction transaction, Exception why) {
        round.denied += why instanceof ConsulDenied ? 1 : 0;
        round.left.addAll(transaction.touched());
        if (transaction.touched().isEmpty()) {
            LOG.warn("{}; left to the next comparison", why.getMessage());
        }
    }
}
