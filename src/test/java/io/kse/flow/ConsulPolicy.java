package io.kse.flow;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code docs/consul-acl.hcl}, whole or with less in it. */
final class ConsulPolicy {
    static final String SERVICES = "key_prefix \"kube-service-exporter/services/\"";
    static final String NODES = "key \"kube-service-exporter/nodes/prod\"";
    static final String DRAIN = "key \"kube-service-exporter/drain/prod\"";
    static final String HEARTBEAT = "key \"kube-service-exporter/heartbeat/prod\"";
    static final String LOCK = "key \"kube-service-exporter/leadership/prod-leader\"";
    static final String FENCE = "key \"kube-service-exporter/leadership/prod-fence\"";
    static final String BRAKE = "key \"kube-service-exporter/brake/prod\"";
    static final String RELEASE = "key \"kube-service-exporter/brake/prod/release\"";
    static final String SESSION = "session_prefix \"\"";
    static final String REGISTRATIONS = "service_prefix \"prod-\"";

    private static final String BLOCK = " \\{\\n  policy = \"\\w+\"\\n}\\n";
    private static final Pattern HEADER = Pattern.compile("(?m)^(\\w+ \"[^\"]*\") \\{$");

    private ConsulPolicy() {}

    /**
     * A right that is missing.
     *
     * @param right what is left of the rule; none if it is taken out
     * @param warning what is said of it, with the prefix as {@code %1$s} and the namespace as
     *     {@code %2$s}
     * @param asks how the request begins that each new try makes
     */
    record Weak(String rule, String right, String warning, String asks) {
        static final String TAKEN_OUT = "none";

        boolean isTakenOut() {
            return right.equals(TAKEN_OUT);
        }

        /** The whole policy but for that. */
        String policy() {
            String shipped = shipped();
            String less = isTakenOut() ? "" : "%s {\n  policy = \"%s\"\n}\n".formatted(rule, right);
            String weaker = shipped.replaceFirst(Pattern.quote(rule) + BLOCK, less);
            assertThat(weaker).isNotEqualTo(shipped);
            return weaker;
        }

        @Override
        public String toString() {
            return rule + ": " + right;
        }
    }

    static String shipped() {
        try {
            return Files.readString(Path.of("docs", "consul-acl.hcl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each as far as its block. */
    static Set<String> rules() {
        return HEADER.matcher(shipped()).results().map(header -> header.group(1)).collect(toSet());
    }

    /** With another KSE_CONSUL_KV_PREFIX than that of the file. */
    static String under(String prefix, String policy) {
        return policy.replace("kube-service-exporter/", prefix + "/");
    }
}
