package io.kse.chaos;

import java.util.List;

/**
 * What came of a trial.
 *
 * @param changes of Services and Nodes
 * @param writes transactions that Consul committed
 * @param releases sets of deletes that the brake held, and the operator released
 * @param seconds from the end of the fault, or the last change if it was later, until Consul held
 *     what it should; all that it was waited for if it never did
 */
record Outcome(int changes, int writes, int releases, double seconds, List<Finding> findings) {
    Outcome {
        findings = List.copyOf(findings);
    }

    long count(Finding.Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).count();
    }
}
