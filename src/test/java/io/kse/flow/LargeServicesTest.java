package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.Services;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Service with more ports than Consul takes in one transaction. */
@ExtendWith(RealServers.class)
class LargeServicesTest {
    private static final int PORTS = 100;

    private final RealConsul consul;
    private final OwnNamespace namespace;

    LargeServicesTest(RealKubernetes kubernetes, RealConsul consul) {
        this.consul = consul;
        this.namespace = new OwnNamespace(kubernetes, consul);
    }

    @Test
    void areWrittenUnderTheirNewKeysBeforeTheOldOnesGo() throws Exception {
        Services large = namespace.service("large").exported();
        for (int i = 0; i < PORTS; i++) {
            large.port("p" + i, 1000 + i);
        }
        namespace.create(large);
        try (RunningExporter exporter = namespace.start()) {
            eventually().until(() -> exporter.documents().size() == PORTS);
            final Set<String> old = exporter.documents().keySet();

            namespace.annotate("large", "id-prefix", "blue");

            eventually().until(() -> exporter.documents().size() == PORTS && areNew(exporter));
            long lastPut = Collections.max(indexes().values());
            assertThat(old).allMatch(key -> consul.deletedAt(key) >= lastPut);
            assertThat(Set.copyOf(indexes().values())).as("transactions").hasSize(2);
        }
    }

    private static boolean areNew(RunningExporter exporter) {
        return exporter.documents().keySet().stream().allMatch(key -> key.contains("/blue-"));
    }

    private Map<String, Long> indexes() {
        return consul.indexes(namespace.prefix + "/services/");
    }
}
