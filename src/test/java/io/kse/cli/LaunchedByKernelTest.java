package io.kse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As in the image, where the kernel puts the program's own file in front of the arguments. */
class LaunchedByKernelTest {
    private static final Map<String, String> AS_IN_THE_IMAGE =
            Map.of("JAVA_TOOL_OPTIONS", "-Dkse.launched-by-kernel=true");

    @Test
    void takesNoNoticeOfItsOwnName(@TempDir Path folder) throws Exception {
        try (ExporterProcess exporter =
                ExporterProcess.start(
                        folder,
                        AS_IN_THE_IMAGE,
                        "/usr/local/bin/kube-service-exporter",
                        "--version")) {
            assertThat(exporter.awaitExit()).isZero();
            assertThat(exporter.output()).contains("Apache Camel");
        }
    }

    /** As when somebody starts Java with the same file of options by hand. */
    @Test
    void takesNoCommandForItsName(@TempDir Path folder) throws Exception {
        try (ExporterProcess exporter =
                ExporterProcess.start(folder, AS_IN_THE_IMAGE, "--version")) {
            assertThat(exporter.awaitExit()).isZero();
            assertThat(exporter.output()).contains("Apache Camel");
        }
    }
}
