package io.kse.cli;

import io.kse.explain.AskedName;
import io.kse.explain.Explanation;
import io.kse.explain.Outcome;
import io.kse.service.Quoted;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why a Service is exported, or why not. Changes nothing. */
@Command(
        name = "explain",
        exitCodeOnInvalidInput = ExitCode.FAILED,
        description = {
            "Say why a Service is exported, or why not: its type, its annotations, its ports, its"
                    + " ingress Service, its keys, what Consul holds there and whether that differs.",
            "",
            "Asks a running exporter, leader or standby, which also knows what happened since its start."
                    + " With --offline, asks the cluster and Consul itself, with the settings and the"
                    + " rights of diff (but none on Nodes).",
            "",
            "The answer is the first line on standard output. Lines that begin with '!' say what"
                    + " stands in the way."
        },
        exitCodeList = {
            "0:exported, and Consul holds exactly what it should",
            "1:it could not be found out: wrong arguments, bad settings, nobody answers, or a"
                    + " missing right",
            "2:not exported, there is no such Service, or Consul holds something else"
        },
        footer = {
            "Examples:",
            "  kubectl -n kube-service-exporter port-forward deploy/kube-service-exporter \\",
            "    8080 &",
            "  kube-service-exporter explain shop/cart",
            "  KSE_CLUSTER_ID=prod kube-service-exporter explain --offline shop/cart",
            "",
            "Documentation: README.md and docs/ (docs/settings.md lists every setting)"
        })
final class ExplainCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "NAMESPACE/NAME", description = "The Service, as kubectl names it.")
    private String service;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Where the exporter to ask listens. By default this host:"
                            + " http://127.0.0.1:8080, or the port that KSE_HTTP_PORT names.")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--offline",
            description =
                    "Ask no exporter, but the cluster (KUBECONFIG) and Consul (KSE_CONSUL_HOST).")
    private boolean offline;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean asJson;

    ExplainCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        ServiceName name = AskedName.parse(service).orElseThrow(this::noName);
        if (offline && url.isPresent()) {
            throw wrong("--offline asks no exporter: --url has no meaning beside it");
        }
        Output output = new Output(spec.commandLine());
        return offline ? computed(name, output) : asked(name, output);
    }

    private ParameterException noName() {
        return wrong(Quoted.of(service) + " is no Service: accepted is " + AskedName.ACCEPTED);
    }

    private ParameterException wrong(String line) {
        return new ParameterException(spec.commandLine(), line);
    }

    private int asked(ServiceName name, Output output) throws Exception {
        RunningOne.Told told = RunningOne.at(url, environment).explain(name, asJson);
        output.print(List.of(told.body().stripTrailing()));
        return exitCode(told.outcome());
    }

    private int computed(ServiceName name, Output output) throws Exception {
        OfflineExplanation explanations = new OfflineExplanation(environment);
        explanations.warnings().forEach(output::note);
        Explanation explanation = explanations.of(name);
        String text = asJson ? explanation.json() : explanation.text();
        output.print(List.of(text.stripTrailing()));
        return exitCode(explanation.outcome().word());
    }

    private static int exitCode(String outcome) {
        if (outcome.equals(Outcome.EXPORTED.word())) {
            return ExitCode.DONE;
        }
        return outcome.equals(Outcome.OTHERWISE.word()) ? ExitCode.OTHERWISE : ExitCode.FAILED;
    }
}
