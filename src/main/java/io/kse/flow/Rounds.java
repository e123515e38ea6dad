package io.kse.flow;

import io.kse.consul.ConsulDenied;
import io.kse.consul.ConsulUnavailable;
import io.kse.consul.FencedOff;
import io.kse.document.KvKey;
import io.kse.plan.KvChange;
import io.kse.plan.Touch;
import io.kse.plan.Touch.Part;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Touch.TouchedNodes;
import io.kse.plan.Transaction;
import io.kse.service.ServiceName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decisions on the way of one plan to Consul: what to do after Consul has refused a part of it.
 * What it refuses to one Service holds up no other one; but once a right is missing, a comparison
 * deletes nothing more, since what it sees may be a part only, and once nothing at all goes through
 * it ends.
 */
public final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    /** Refusals from the first transaction on, after which the others are not even tried. */
    private static final int IN_VAIN = 3;

    private final Runnable onDenied;
    private final Set<String> said = new HashSet<>();
    private boolean deniedEventIsSaid;

    /**
     * @param onDenied called when a right is missing, which somebody may grant
     */
    Rounds(Runnable onDenied) {
        this.onDenied = onDenied;
    }

    /** One plan on its way. */
    public static final class Round {
        private final Touch touch;
        private final List<Part> left = new ArrayList<>();
        private final Set<ServiceName> refused = new HashSet<>();
        private final Set<String> denials = new HashSet<>();
        private boolean seesPart;
        private int tried;
        private int failed;

        private Round(Touch touch) {
            this.touch = touch;
        }

        /**
         * True if it goes on with the others after a refusal; an event is tried again as a whole.
         */
        public boolean hasParts() {
            return touch.hasParts();
        }

        /** What a comparison reads may be a part only once a right is missing. */
        private boolean mayDelete() {
            return !seesPart || !touch.isEverything();
        }

        private boolean isAbout(Part part) {
            return part instanceof Touched touched && refused.contains(touched.service());
        }
    }

    public Round begin(Touch touch) {
        return new Round(touch);
    }

    /**
     * False for mere deletes of a comparison after something was denied, and for the rest of a
     * Service of which a part was refused: its old keys must not go before the new ones are there.
     */
    public boolean mayGo(Round round, Transaction transaction) {
        boolean denied = !round.mayDelete() && transaction.deletesOnly();
        boolean torn = transaction.touched().stream().anyMatch(round::isAbout);
        boolean goes = !denied && !torn;
        round.tried += goes ? 1 : 0;
        return goes;
    }

    /**
     * {@code transaction} was not done. Its Services are planned again, but for those that were
     * denied: trying again grants no right. What is nobody's is not tried again either.
     *
     * @throws RuntimeException {@code why}, if nothing more comes of this round: nobody leads or
     *     answers, or nothing goes through at all
     */
    public void leave(Round round, Transaction transaction, RuntimeException why) {
        if (!goesOn(round, transaction, why)) {
            throw why;
        }
        round.failed++;
        List<KvKey> denied = why instanceof ConsulDenied no ? no.keys() : List.of();
        transaction.touched().forEach(part -> leave(round, part, denied));
        if (why instanceof ConsulDenied) {
            round.denials.add(why.getMessage());
            round.seesPart |= !isAboutNodes(transaction);
            onDenied.run();
        }
        if (transaction.touched().isEmpty() || why instanceof ConsulDenied) {
            sayOnce(why.getMessage());
        }
    }

    private static void leave(Round round, Part part, List<KvKey> denied) {
        if (part instanceof Touched touched) {
            round.refused.add(touched.service());
            if (Collections.disjoint(touched.keys(), denied)) {
                round.left.add(touched);
            }
        } else if (denied.isEmpty()) {
            round.left.add(part);
        }
    }

    /** A right that is missing there says nothing of the documents. */
    private static boolean isAboutNodes(Transaction transaction) {
        return transaction.touched().stream().anyMatch(TouchedNodes.class::isInstance);
    }

    private static boolean goesOn(Round round, Transaction transaction, RuntimeException refusal) {
        if (refusal instanceof FencedOff || isSilence(refusal)) {
            return false;
        }
        boolean inVain = round.failed + 1 == round.tried && round.tried >= IN_VAIN;
        return !(inVain && isAboutAll(transaction, refusal));
    }

    private static boolean isSilence(RuntimeException refusal) {
        return refusal instanceof ConsulUnavailable unavailable && !unavailable.isAnswer();
    }

    /** True if nothing speaks for any other transaction going through. */
    private static boolean isAboutAll(Transaction transaction, RuntimeException refusal) {
        return refusal instanceof ConsulDenied denied
                ? denied.keys().isEmpty()
                        || denied.keys()
                                .containsAll(
                                        transaction.changes().stream().map(KvChange::key).toList())
                : refusal instanceof ConsulUnavailable;
    }

    /**
     * Of an event. One line until the next comparison is enough, since thousands may be denied at
     * once, and one that such a comparison has said is no news.
     */
    public synchronized void sayDenial(String denial) {
        if (deniedEventIsSaid || said.contains(denial)) {
            LOG.debug("{}; left to the next comparison", denial);
        } else {
            deniedEventIsSaid = true;
            sayOnce(denial);
        }
    }

    private synchronized void sayOnce(String refusal) {
        if (said.add(refusal)) {
            LOG.warn("{}; left to the next comparison", refusal);
        }
    }

    /**
     * What has to be planned again, by Service; orphans wait for the next comparison. What was
     * denied in an earlier comparison and not in this one may be said anew.
     */
    public synchronized List<Part> end(Round round) {
        if (round.touch.isEverything()) {
            said.retainAll(round.denials);
            deniedEventIsSaid = false;
        }
        return List.copyOf(round.left);
    }
}
