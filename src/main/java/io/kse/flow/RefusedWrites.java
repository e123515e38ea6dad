package io.kse.flow;

import io.kse.consul.Refusals;
import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.leadership.Leadership;
import io.kse.plan.Transaction;
import io.kse.status.Changes;
import java.util.Collection;

/** Tells those who have to know what Consul has refused to write. */
record RefusedWrites(Leadership leadership, Bell bell, Changes changes) implements Refusals {
    @Override
    public void fencedOff(Fence fence) {
        leadership.fencedOff(fence);
    }

    @Override
    public void keyMoved() {
        bell.ring(Trigger.CONFLICT);
    }

    @Override
    public void notMade(Transaction transaction, Collection<KvKey> keys, String why) {
        changes.notMade(transaction, keys, why);
    }
}
