package io.kse.cli;

import io.kse.KubeServiceExporter;
import java.util.Objects;
import org.apache.camel.CamelContext;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the program, and what it runs on. */
final class ProgramVersion implements IVersionProvider {
    private static final String UNPACKAGED = "(not packaged)";

    @Override
    public String[] getVersion() {
        return new String[] {
            ExporterCommand.NAME + " " + of(KubeServiceExporter.class),
            "Java %s (%s)"
                    .formatted(Runtime.version(), System.getProperty("java.vendor", "unknown")),
            "Apache Camel " + of(CamelContext.class)
        };
    }

    /** From the manifest of the jar that {@code type} is in. */
    private static String of(Class<?> type) {
        return Objects.requireNonNullElse(type.getPackage().getImplementationVersion(), UNPACKAGED);
    }
}
