package io.kse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExporterCommandTest {
    @Test
    void helpNamesTheCommandsAndTheExitCodes() {
        Run run = Run.of("", "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "run",
                        "render",
                        "diff",
                        "explain",
                        "Exit codes:",
                        "143 ",
                        "SIGTERM",
                        "docs/");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "render", "diff", "explain"})
    void everyCommandHasHelp(String command) {
        Run run = Run.of("", command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: kube-service-exporter " + command);
    }

    /** Pasted, the first half of an example that is folded would be a command as well: to run. */
    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "run --help", "render --help", "diff --help", "explain --help"})
    void noExampleIsFolded(String arguments) {
        List<String> help = Run.of("", arguments.split(" ")).out().lines().toList();

        assertThat(help.subList(firstExample(help), help.size()))
                .filteredOn(line -> !line.isEmpty() && !line.startsWith("Documentation:"))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("  "));
    }

    private static int firstExample(List<String> help) {
        return 1 + Math.max(help.indexOf("Example:"), help.indexOf("Examples:"));
    }

    @Test
    void helpOfRunSpeaksOfRunOnly() {
        String help = Run.of("", "run", "--help").out();

        assertThat(help).contains("KSE_CLUSTER_ID=prod kube-service-exporter run", "143");
        assertThat(help).doesNotContain("render");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "render", "diff", "explain"})
    void everyCommandHasAVersion(String command) {
        Run run = Run.of("", command, "--version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualTo(Run.of("", "--version").out())
                .contains(
                        "kube-service-exporter ",
                        "Java " + Runtime.version().feature(),
                        "Apache Camel 4.");
    }

    @Test
    void anUnknownOptionIsNamed() {
        Run run = Run.of("", "--bogus");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errorLines())
                .containsExactly(
                        "kube-service-exporter: Unknown option: '--bogus'",
                        "Try 'kube-service-exporter --help' for more.");
    }

    @Test
    void anUnknownCommandIsNamedWithTheOneThatWasMeant() {
        Run run = Run.of("", "rendr");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'rendr'", "Did you mean", "render");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void runIsTheCommandIfNoneIsGiven() {
        Map<String, String> noClusterId = Map.of("KSE_CLUSTER_ID", "");

        Run withoutCommand = Run.with(noClusterId, "");

        assertThat(withoutCommand).isEqualTo(Run.with(noClusterId, "", "run"));
        assertThat(withoutCommand.exitCode()).isEqualTo(1);
    }
}
