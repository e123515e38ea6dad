package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.leadership.Fence.SessionFence;
import io.kse.leadership.LeadershipState;
import io.kse.leadership.LeadershipState.Campaigning;
import io.kse.leadership.LeadershipState.Leading;
import io.kse.leadership.NotLeading;
import io.kse.plan.Touch;
import io.kse.plan.Touch.Everything;
import io.kse.plan.Touch.Several;
import io.kse.plan.Touch.Touched;
import io.kse.plan.Touch.TouchedNodes;
import io.kse.service.ServiceName;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FirstListTest {
    private static final KvKey LOCK = new KvKey("kse/leadership/prod-leader");
    private static final Fence FIRST = new SessionFence(LOCK, "first");
    private static final Fence SECOND = new SessionFence(LOCK, "second");
    private static final Touched CART =
            new Touched(new ServiceName("shop", "cart"), Set.of(new KvKey("kse/cart")), "a test");

    private LeadershipState state = new Leading(FIRST, Instant.EPOCH);
    private final FirstList list = new FirstList(() -> state);

    @Test
    void aServiceWaitsUntilItsLeaderHasListed() {
        waits(CART, FIRST);

        list.ask();
        waits(CART, FIRST);
        list.take();

        goes(CART, FIRST);
    }

    @Test
    void soDoThoseThatHaveChangedTogether() {
        waits(new Several(List.of(CART)), FIRST);
    }

    @Test
    void aComparisonWithAListOfBeforeItsTermMustBeBegunAnew() {
        state = new Campaigning();
        list.ask();
        state = new Leading(FIRST, Instant.EPOCH);
        list.take();
        waits(new Everything(false), FIRST);

        list.ask();
        list.take();
        goes(new Everything(true), FIRST);
    }

    @Test
    void theListOfNodesDoesNotWait() {
        goes(new TouchedNodes(), FIRST);
    }

    @Test
    void theListOfOneLeaderIsNoneOfTheNext() {
        list.ask();
        list.take();

        waits(CART, SECOND);
    }

    @Test
    void aListThatWasAskedForBeforeItLedIsNone() {
        state = new Campaigning();
        list.ask();
        state = new Leading(FIRST, Instant.EPOCH);
        list.take();

        waits(CART, FIRST);
    }

    @Test
    void whoLeadsAgainWithTheSameFenceNeedNotListAgain() {
        list.ask();
        list.take();
        state = new Campaigning();
        list.ask();
        list.take();

        goes(CART, FIRST);
    }

    private void waits(Touch touch, Fence fence) {
        assertThatThrownBy(() -> list.require(touch, fence))
                .isInstanceOf(NotLeading.class)
                .hasMessage("this replica leads, but has not listed the Services yet");
    }

    private void goes(Touch touch, Fence fence) {
        assertThatCode(() -> list.require(touch, fence)).doesNotThrowAnyException();
    }
}
