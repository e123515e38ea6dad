package io.kse.flow;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulReachability;
import io.kse.document.KeySpace;
import io.kse.leadership.Leadership;
import io.kse.plan.Brake;
import io.kse.plan.Desired;
import io.kse.status.Changes;
import io.kse.status.Notices;

/** The parts of the program, for those that tell people what they do. */
record FlowParts(
        ExporterConfig config,
        KeySpace keys,
        KubernetesClient kubernetes,
        ConsulReachability consul,
        Leadership leadership,
        ServiceWatch services,
        NodeFlow nodes,
        Draining draining,
        RegistrationFlow registrations,
        Desired desired,
        Brake brake,
        Braking braking,
        Comparisons comparisons,
        Changes changes,
        Notices notices,
        Patience patience) {}
