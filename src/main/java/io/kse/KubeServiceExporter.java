package io.kse;

import io.kse.cli.ExporterCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.Security;
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

    /**
     * Seconds for which Java remembers the addresses of a name. With its own 30 each new connection
     * would go to an address that Consul has left, for as long as that.
     */
    private static final String NAMES_KNOWN_FOR = "5";

    private KubeServiceExporter() {}

    public static void main(String[] arguments) {
        forgetNamesSoon();
        PrintWriter out = writer(System.out);
        PrintWriter err = writer(System.err);
        CommandLine command = ExporterCommand.of(System.getenv(), System.in, out, err);
        System.exit(command.execute(typed(arguments)));
    }

    /** Unless somebody has chosen otherwise; Java looks at this once, at the first name. */
    private static void forgetNamesSoon() {
        boolean isChosen =
                Security.getProperty("networkaddress.cache.ttl") != null
                        || System.getProperty("sun.net.inetaddr.ttl") != null;
        if (!isChosen) {
            Security.setProperty("networkaddress.cache.ttl", NAMES_KNOWN_FOR);
        }
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
