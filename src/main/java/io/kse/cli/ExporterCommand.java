package io.kse.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The program as a user types it; without a command it runs. Knows only the environment and the
 * streams that it is given.
 */
@Command(
        name = ExporterCommand.NAME,
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        usageHelpAutoWidth = true,
        sortOptions = false,
        descriptionHeading = "%n",
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        footerHeading = "%n",
        description = {
            "Publishes the Services of a Kubernetes cluster to Consul KV, one JSON document"
                    + " for each port, for load balancers in front of several clusters.",
            "Settings are environment variables; KSE_CLUSTER_ID is the only one that has to be set."
        },
        exitCodeList = {
            "0:done",
            "1:bad settings or route files, each named on standard error",
            "2:wrong options or arguments (diff: something to change; explain: not exported)",
            "143:told to stop (SIGTERM)"
        },
        footer = {
            "Examples:",
            "  KSE_CLUSTER_ID=prod kube-service-exporter",
            "  KSE_CLUSTER_ID=prod kube-service-exporter render manifests/",
            "  KSE_CLUSTER_ID=prod kube-service-exporter diff",
            "  kube-service-exporter explain shop/cart",
            "",
            "Documentation: README.md and docs/ (docs/settings.md lists every setting)"
        })
public final class ExporterCommand implements Callable<Integer> {
    static final String NAME = "kube-service-exporter";

    private final RunCommand run;

    @Spec private CommandSpec spec;

    private ExporterCommand(RunCommand run) {
        this.run = run;
    }

    /** The whole command tree, ready to be executed; it never ends the process by itself. */
    public static CommandLine of(
            Map<String, String> environment, InputStream in, PrintWriter out, PrintWriter err) {
        RunCommand run = new RunCommand(environment);
        FailureLine failures = new FailureLine();
        return new CommandLine(new ExporterCommand(run))
                .addSubcommand(run)
                .addSubcommand(new RenderCommand(environment, in))
                .addSubcommand(new DiffCommand(environment))
                .addSubcommand(new ExplainCommand(environment))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    /** No command was given. */
    @Override
    public Integer call() throws Exception {
        return run.call();
    }
}
