package io.kse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline must notice that what it is about to import is not all there. */
@EnabledIf("hasFullDevice")
class FullDiskTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir private Path folder;

    static boolean hasFullDevice() {
        return Files.isWritable(FULL);
    }

    @Test
    void renderFailsIfItsOutputCannotBeWritten() throws Exception {
        Path cart = folder.resolve("cart.yaml");
        Files.writeString(cart, Manifest.service("shop", "cart").nodePort(30080).yaml());

        try (ExporterProcess render =
                ExporterProcess.startWithOutputTo(
                        FULL,
                        folder,
                        Map.of("KSE_CLUSTER_ID", "prod"),
                        "render",
                        cart.toString())) {
            assertThat(render.awaitExit()).as(render.output()).isEqualTo(1);
            assertThat(render.output().lines())
                    .containsExactly("kube-service-exporter: standard output cannot be written");
        }
    }
}
