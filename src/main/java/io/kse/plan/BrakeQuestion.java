package io.kse.plan;

import io.kse.document.KvKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What the brake is asked about, as at {@link Brake#check}.
 *
 * @param judges true if the proposal names everything that is not wanted any more
 * @param nodes empty if the list of nodes is not spoken of
 */
record BrakeQuestion(
        BrakeCause cause,
        boolean judges,
        Proposal proposal,
        Set<KvKey> wanted,
        Optional<WantedNodes> nodes,
        Snapshot snapshot,
        Instant now) {}
