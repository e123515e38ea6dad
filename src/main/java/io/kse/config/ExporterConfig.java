package io.kse.config;

import io.kse.node.NodeSelectors;
import io.kse.service.ClusterId;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Everything that the environment says, read and checked once, at the start.
 *
 * <p>Exists only if all settings are good: nobody behind it checks one again.
 *
 * @param nodes which Nodes are exported
 * @param podName the value of the lock
 * @param kubeconfigs files in KUBECONFIG that exist; empty means that it is unset
 * @param routes a folder of routes; empty means those that are shipped
 * @param warnings what is legal but probably not meant, a line each
 */
public record ExporterConfig(
        ClusterId clusterId,
        ConsulSettings consul,
        NodeSelectors nodes,
        ServiceSettings services,
        ConsulServiceSettings consulServices,
        OperationSettings operation,
        HttpSettings http,
        DogStatsDSettings dogStatsD,
        LogSettings log,
        String podName,
        List<Path> kubeconfigs,
        Optional<Path> routes,
        List<String> warnings) {

    private static final ClusterId UNKNOWN_CLUSTER = new ClusterId("unknown");

    /** What rendering needs; the others speak of servers that it never asks. */
    private static final Set<Setting> FOR_RENDERING =
            EnumSet.of(
                    Setting.KSE_CLUSTER_ID,
                    Setting.KSE_CONSUL_KV_PREFIX,
                    Setting.KSE_NAMESPACE_LIST,
                    Setting.KSE_SERVICES_KEY_TEMPLATE,
                    Setting.KSE_ROUTES,
                    Setting.KSE_LOG_FORMAT,
                    Setting.KSE_LOG_LEVEL);

    /**
     * Reads what {@link Setting} lists, and no other variable.
     *
     * @throws BadSettings with everything that is wrong
     */
    public static ExporterConfig from(Map<String, String> environment) throws BadSettings {
        return from(environment, HostName::local);
    }

    /**
     * @param hostName asked only if KSE_POD_NAME is unset; empty if the host has no name
     * @throws BadSettings with everything that is wrong
     */
    public static ExporterConfig from(
            Map<String, String> environment, Supplier<Optional<String>> hostName)
            throws BadSettings {
        SettingsReader reader = new SettingsReader(environment);
        ExporterConfig config = read(reader, hostName);
        reader.check();
        return config;
    }

    /** Settings that are bad have their defaults here, and a problem in the reader. */
    private static ExporterConfig read(SettingsReader reader, Supplier<Optional<String>> hostName) {
        return new ExporterConfig(
                reader.required(Setting.KSE_CLUSTER_ID, ClusterId::new).orElse(UNKNOWN_CLUSTER),
                new ConsulSettingsReader(reader).read(),
                nodes(reader),
                ServiceSettings.read(reader),
                ConsulServiceSettings.read(reader),
                OperationSettings.read(reader),
                HttpSettings.read(reader),
                DogStatsDSettings.read(reader),
                LogSettings.read(reader),
                podName(reader, hostName),
                reader.given(Setting.KUBECONFIG, GivenFiles::anyOf).orElse(List.of()),
                reader.given(Setting.KSE_ROUTES, GivenFiles::directory),
                reader.warnings());
    }

    /**
     * As {@link #from}, but reads only what rendering needs and leaves the rest at its defaults: a
     * pipeline has no use for Consul's certificates.
     *
     * @throws BadSettings with everything that is wrong
     */
    public static ExporterConfig forRendering(Map<String, String> environment) throws BadSettings {
        Map<String, String> needed = new HashMap<>();
        FOR_RENDERING.forEach(
                setting ->
                        Optional.ofNullable(environment.get(setting.name()))
                                .ifPresent(value -> needed.put(setting.name(), value)));
        return from(needed, () -> Optional.of("render"));
    }

    private static NodeSelectors nodes(SettingsReader reader) {
        int minimum =
                reader.value(Setting.KSE_MIN_SELECTOR_NODES, Values.between(0, Integer.MAX_VALUE));
        return reader.value(Setting.KSE_NODE_SELECTOR, text -> NodeSelectors.parse(text, minimum));
    }

    private static String podName(SettingsReader reader, Supplier<Optional<String>> hostName) {
        Optional<String> given = reader.given(Setting.KSE_POD_NAME, Values::withoutControls);
        if (reader.text(Setting.KSE_POD_NAME).isPresent()) {
            return given.orElse("");
        }
        Optional<String> host = hostName.get();
        if (host.isEmpty()) {
            reader.problem(Setting.KSE_POD_NAME, "not set, and the host has no name");
        }
        return host.orElse("");
    }
}
