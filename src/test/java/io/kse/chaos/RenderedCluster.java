package io.kse.chaos;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceListBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kse.chaos.Finding.Kind;
import io.kse.cli.Run;
import io.kse.document.KvKey;
import io.kse.testbed.KvTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The live objects by way of the command {@code render}, as a user would compare. */
final class RenderedCluster {
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "KSE_CLUSTER_ID",
                    Landscape.CLUSTER,
                    "KSE_CONSUL_KV_PREFIX",
                    Landscape.KEYS.prefix());

    private RenderedCluster() {}

    /**
     * What Consul holds and the command does not print, or the reverse. What belongs to a Service
     * that keeps what it has is left out, and so is a port without a NodePort.
     */
    static List<Finding> findings(List<Service> live, History history, KvTree tree) {
        byte[] manifests =
                Serialization.asJson(new ServiceListBuilder().withItems(live).build())
                        .getBytes(StandardCharsets.UTF_8);
        Map<String, String> rendered = Run.in(SETTINGS, manifests, "render", "-").entries();
        rendered.values().removeIf(json -> Run.read(json).port() == 0);
        Map<KvKey, String> stored = Goal.stored(tree);
        Set<KvKey> keys = new HashSet<>(stored.keySet());
        rendered.keySet().forEach(path -> keys.add(new KvKey(path)));
        List<Finding> findings = new ArrayList<>();
        for (KvKey key : keys) {
            String shown = rendered.get(key.path());
            if (!Objects.equals(shown, stored.get(key)) && !mayStay(history, key, shown)) {
                findings.add(
                        new Finding(
                                Kind.LOST_CHANGE,
                                "%s: stored %s, rendered %s"
                                        .formatted(key, stored.get(key), shown)));
            }
        }
        return findings;
    }

    private static boolean mayStay(History history, KvKey key, String rendered) {
        return rendered == null
                && history.ownerOf(key)
                        .map(service -> service.wanted(service.now()).isEmpty())
                        .orElse(false);
    }
}
