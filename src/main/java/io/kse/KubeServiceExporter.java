package io.kse;

import io.kse.cli.ExporterCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Where the program begins. Ends the process with the exit code of its command. */
public final class KubeServiceExporter {
    private KubeServiceExporter() {}

    public static void main(String[] arguments) {
        PrintWriter out = writer(System.out);
        PrintWriter err = writer(System.err);
        CommandLine command = ExporterCommand.of(System.getenv(), System.in, out, err);
        System.exit(command.execute(arguments));
    }

    /**
     * UTF-8 whatever the locale is: containers often have none, and keys may hold any letter. Made
     * of the stream itself: around anything else it would never know that a write failed.
     */
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
