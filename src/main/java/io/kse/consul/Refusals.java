package io.kse.consul;

import io.kse.leadership.Fence;

/** Hears of refused transactions that say more than that they are refused. Must not block. */
public interface Refusals {
    /** Nothing more may be written with {@code fence}. */
    void fencedOff(Fence fence);

    /** Somebody else has changed a key of ours. */
    void keyMoved();
}
