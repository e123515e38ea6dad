package io.kse.cli;

import io.kse.KubeServiceExporter;
import io.kse.config.JarVersion;
import org.apache.camel.CamelContext;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the program, and what it runs on. */
final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            ExporterCommand.NAME + " " + JarVersion.of(KubeServiceExporter.class),
            "Java %s (%s)"
                    .formatted(Runtime.version(), System.getProperty("java.vendor", "unknown")),
            "Apache Camel " + JarVersion.of(CamelContext.class)
        };
    }
}
