package io.kse;

import io.kse.cli.ExporterCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;

/** Where the program begins. Ends the process with the exit code of its command. */
public final class KubeServiceExporter {
    /**
     * Set by the image's {@code java.options}: the kernel starts Java with the file that names it,
     * which comes before what the user typed. Whoever starts Java by hand has no such name; and no
     * command has a slash.
     */
    private static final String LAUNCHED_BY_KERNEL = "kse.launched-by-kernel";

    private KubeServiceExporter() {}

    public static void main(String[] arguments) {
        PrintWriter out = writer(System.out);
        PrintWriter err = writer(System.err);
        CommandLine command = ExporterCommand.of(System.getenv(), System.in, out, err);
        System.exit(command.execute(typed(arguments)));
    }

    private static String[] typed(String[] arguments) {
        boolean hasName =
                Boolean.getBoolean(LAUNCHED_BY_KERNEL)
                        && arguments.length > 0
                        && arguments[0].contains("/");
        return Arrays.stream(arguments).skip(hasName ? 1 : 0).toArray(String[]::new);
    }

    /**
     * UTF-8 whatever the locale is: containers often have none, and keys may hold any letter. Made
     * of the stream itself: around anything else it would never know that a write failed.
     */
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
