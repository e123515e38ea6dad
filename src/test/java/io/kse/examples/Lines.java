package io.kse.examples;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The lines of a configuration as they would be of any other names, addresses and numbers. */
final class Lines {
    private static final String IPV4 = "\\b\\d{1,3}(\\.\\d{1,3}){3}\\b";
    private static final String IPV6 = "\\b[0-9a-f]{1,4}(:[0-9a-f]{0,4}){2,7}";

    private Lines() {}

    static Set<String> of(String configuration) {
        return configuration
                .lines()
                .map(Lines::general)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String general(String line) {
        return line.replaceAll("\\b(id_[a-z0-9.-]+|sha_[0-9a-f]{64})(?![^ ;/])", "NAME")
                .replaceAll("(?<=server )[a-z0-9.-]*_[a-z0-9.-]*_(?=[0-9a-f])", "NODE_")
                .replaceAll("\\[" + IPV6 + "\\]|" + IPV6 + "(?=:\\d+ |/)|" + IPV4, "ADDRESS")
                .replaceAll("(?<=uri )/[A-Za-z0-9/._~?=&%+,:@-]*(?= )", "PATH")
                .replaceAll("\\b[a-z0-9-]+(\\.[a-z0-9-]+)+(?=[ ;)]|$)", "DOMAIN")
                .replaceAll("\\d+", "N");
    }
}
