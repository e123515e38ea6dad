package io.kse.explain;

import io.kse.document.KvKey;
import io.kse.plan.Plan;
import io.kse.plan.Snapshot;
import io.kse.plan.Wanted;
import io.kse.service.ServiceName;
import java.util.Map;
import java.util.Set;

/**
 * What a comparison of all Services with Consul would find and do now: what one of them is
 * explained by. Made by those who compare in the running program.
 *
 * @param wanted what all Services want
 * @param taken the keys that the Service in question wants and an older one has
 * @param snapshot all documents of our cluster
 * @param plan what turns the one into the other, before the brake has seen it
 * @param held the keys whose deletes the brake holds
 */
public record Outlook(
        Wanted wanted,
        Map<KvKey, ServiceName> taken,
        Snapshot snapshot,
        Plan plan,
        Set<KvKey> held) {}
