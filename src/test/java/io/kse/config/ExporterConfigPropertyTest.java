package io.kse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ExporterConfigPropertyTest {
    @Property(tries = 300)
    void anyValueIsReadOrReported(@ForAll String value) {
        Map<String, String> environment =
                Arrays.stream(Setting.values())
                        .filter(setting -> setting != Setting.KUBECONFIG)
                        .collect(Collectors.toMap(Setting::name, setting -> value));

        try {
            ExporterConfig.from(environment, () -> Optional.of("pod-1"));
        } catch (BadSettings bad) {
            assertThat(bad.problems())
                    .isNotEmpty()
                    .allMatch(problem -> problem.lines().count() == 1);
        }
    }
}
