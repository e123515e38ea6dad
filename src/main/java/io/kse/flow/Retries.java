package io.kse.flow;

import io.kse.consul.ConsulUnavailable;
import io.kse.consul.FencedOff;
import io.kse.consul.StaleSnapshot;
import io.kse.leadership.NotLeading;
import io.kse.status.RetryReason;

/** Why a failed change is tried again, in the words of its meter. */
final class Retries {
    private Retries() {}

    static RetryReason reason(Throwable failure) {
        if (Patience.is(NotLeading.class, failure) || Patience.is(FencedOff.class, failure)) {
            return RetryReason.NO_LEADER;
        } else if (Patience.is(ConsulUnavailable.class, failure)) {
            return RetryReason.UNAVAILABLE;
        }
        return Patience.is(StaleSnapshot.class, failure) ? RetryReason.MOVED : RetryReason.OTHER;
    }
}
