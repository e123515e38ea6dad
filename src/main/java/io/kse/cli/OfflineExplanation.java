package io.kse.cli;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kse.config.BadSettings;
import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulReader;
import io.kse.document.KeySpace;
import io.kse.explain.Explainer;
import io.kse.explain.Explanation;
import io.kse.explain.Findings;
import io.kse.explain.KeyFinding;
import io.kse.explain.KeyState;
import io.kse.explain.NearNames;
import io.kse.explain.Outlook;
import io.kse.explain.Presence;
import io.kse.explain.Presence.Absent;
import io.kse.explain.Presence.Present;
import io.kse.explain.Presence.Unwatched;
import io.kse.flow.RouteFiles;
import io.kse.kubernetes.KubernetesClients;
import io.kse.service.ServiceName;
import io.kse.service.ServiceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Explains a Service without a running exporter, from the cluster and Consul as they are now.
 * Changes nothing, and opens no session.
 */
final class OfflineExplanation {
    private static final String NOTE =
            "computed here, from the cluster and Consul: no exporter was asked who leads, or what"
                    + " happened before";

    private final ExporterConfig config;
    private final KeySpace keys;
    private final RouteFiles routes;
    private final Map<String, String> environment;

    /**
     * Reads settings and files, and touches nothing else.
     *
     * @throws BadSettings as for {@code run}
     */
    OfflineExplanation(Map<String, String> environment) throws BadSettings {
        this.environment = environment;
        this.config = ExporterConfig.from(environment);
        this.keys = new KeySpace(config.consul().prefix(), config.clusterId());
        this.routes = RouteFiles.of(config.routes());
    }

    /** What a user should know of the settings. */
    List<String> warnings() {
        return config.warnings();
    }

    /** Fails as {@code diff} does if a server does not answer, or answers no. */
    Explanation of(ServiceName service) {
        try (KubernetesClient kubernetes = KubernetesClients.connectOnce(environment);
                ConsulReader consul = new ConsulReader(config.consul(), keys)) {
            Explanation explanation =
                    explain(
                            service,
                            ClusterComparison.ofServices(config, keys, routes, kubernetes, consul));
            consul.requireReadable(
                    explanation.keys().stream()
                            .filter(key -> key.state() == KeyState.MISSING)
                            .map(KeyFinding::key)
                            .toList());
            return explanation;
        }
    }

    private Explanation explain(ServiceName service, ClusterComparison all) {
        Outlook outlook =
                new Outlook(
                        all.cluster().wanted(),
                        all.cluster().taken(service),
                        all.snapshot(),
                        all.plan(),
                        all.braked().held());
        Explainer explainer =
                new Explainer(
                        keys,
                        config.services().keyTemplate(),
                        key -> Optional.empty(),
                        asked -> List.of());
        return explainer.explain(
                new Findings(
                        service,
                        presence(service, all.services()),
                        all.cluster().documents(service),
                        Optional.of(outlook),
                        notes(all)));
    }

    private List<String> notes(ClusterComparison all) {
        List<String> notes = new ArrayList<>(List.of(NOTE));
        List<String> sources =
                ClusterComparison.drain(config, keys, all.snapshot()).sources(keys.drain());
        if (!sources.isEmpty()) {
            notes.add("the cluster is to be drained by " + String.join(" and ", sources));
        }
        return notes;
    }

    private Presence presence(ServiceName name, List<Service> all) {
        List<String> namespaces = config.services().namespaces();
        if (!namespaces.isEmpty() && !namespaces.contains(name.namespace())) {
            return new Unwatched(namespaces);
        }
        return all.stream()
                .filter(service -> ServiceReader.name(service).equals(name))
                .findFirst()
                .<Presence>map(Present::new)
                .orElseGet(
                        () ->
                                new Absent(
                                        NearNames.of(
                                                name,
                                                all.stream().map(ServiceReader::name).toList())));
    }
}
