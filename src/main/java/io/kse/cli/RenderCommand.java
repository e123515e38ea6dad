package io.kse.cli;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.config.ExporterConfig;
import io.kse.document.Documents;
import io.kse.document.KeySpace;
import io.kse.flow.DocumentFlow;
import io.kse.flow.RouteFiles;
import io.kse.service.ServiceLookup;
import io.kse.service.ServiceName;
import io.kse.service.TemplatedId;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Shows what manifests would put into Consul, and what is wrong with them, by the routes of the
 * running program. Asks no server, and prints no entry before it has read all input.
 */
@Command(
        name = "render",
        description = {
            "Print what the Services in FILE would put into Consul, without a cluster or Consul.",
            "",
            "Standard output is the JSON array that 'consul kv import' reads, sorted by key."
                    + " Standard error has a line for each Service that is refused, and lines that"
                    + " begin with 'note:' for what is no failure.",
            "",
            "Other kinds are passed over. A Service without a namespace is in 'default'. Of two"
                    + " manifests of one Service the last counts. A port without a NodePort is"
                    + " shown with port 0.",
            "",
            "Needs KSE_CLUSTER_ID. Obeys KSE_CONSUL_KV_PREFIX, KSE_SERVICES_KEY_TEMPLATE,"
                    + " KSE_NAMESPACE_LIST (Services elsewhere are left out) and KSE_ROUTES;"
                    + " no other setting is looked at."
        },
        exitCodeList = {
            "0:everything that asks for it can be exported",
            "1:a Service is refused (the others are printed), or settings or route files are bad",
            "2:wrong options, or input that cannot be read (nothing is printed)"
        },
        footer = {
            "Examples:",
            "  kube-service-exporter render k8s/",
            "  helm template . | kube-service-exporter render - --lookup gateways/",
            "  kube-service-exporter render cart.yaml | consul kv import -",
            "",
            "Documentation: README.md and docs/"
        })
final class RenderCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final InputStream in;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description =
                    "YAML (one or more documents) or JSON, a List as well; a directory with all"
                            + " *.yaml, *.yml and *.json below it; - is standard input.")
    private final List<String> files = new ArrayList<>();

    @Option(
            names = "--lookup",
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Services that are context only: ingress Services that other Services name."
                            + " Takes all arguments up to the next option or --.")
    private final List<String> lookup = new ArrayList<>();

    @Option(
            names = "--strict",
            description = "Refuse Services whose ingress Service is in no FILE, instead of a note.")
    private boolean strict;

    @Option(names = "--verbose", description = "Say of every Service that is not exported why.")
    private boolean verbose;

    @Spec private CommandSpec spec;

    RenderCommand(Map<String, String> environment, InputStream in) {
        this.environment = environment;
        this.in = in;
    }

    @Override
    public Integer call() throws Exception {
        checkArguments();
        ExporterConfig config = ExporterConfig.forRendering(environment);
        RouteFiles routes = RouteFiles.of(config.routes());
        config.warnings().forEach(this::note);
        Manifests context = Manifests.read(ManifestFiles.named(lookup, in));
        Manifests manifests = Manifests.read(ManifestFiles.named(files, in));
        requireReadable(manifests, context);
        manifests.notes().forEach(this::note);
        Rendering rendering = Rendering.ofManifests(strict, verbose);
        try (DocumentFlow flow =
                DocumentFlow.start(routes, documents(config), lookup(manifests, context))) {
            rendering.render(chosen(manifests, config), flow::documents);
        }
        print(rendering);
        return rendering.refusals().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void checkArguments() {
        if (files.isEmpty()) {
            String hint =
                    lookup.isEmpty() ? "" : " (--lookup took all of them: put FILE before it)";
            throw new ParameterException(
                    spec.commandLine(), "Missing required parameter: 'FILE'" + hint);
        }
        if (files.contains(ManifestFiles.STANDARD_INPUT)
                && lookup.contains(ManifestFiles.STANDARD_INPUT)) {
            throw new ParameterException(
                    spec.commandLine(), "Standard input can be FILE or --lookup, not both");
        }
    }

    private static void requireReadable(Manifests... all) throws UnreadableInput {
        List<String> problems =
                Stream.of(all).flatMap(each -> each.problems().stream()).distinct().toList();
        if (!problems.isEmpty()) {
            throw new UnreadableInput(problems);
        }
    }

    private static Documents documents(ExporterConfig config) {
        KeySpace keys = new KeySpace(config.consul().prefix(), config.clusterId());
        return new Documents(keys, TemplatedId.of(config.services().keyTemplate()), true);
    }

    private static ServiceLookup lookup(Manifests manifests, Manifests context) {
        Map<ServiceName, Service> known = new HashMap<>(context.services());
        known.putAll(manifests.services());
        return name -> Optional.ofNullable(known.get(name));
    }

    private Collection<Service> chosen(Manifests manifests, ExporterConfig config) {
        List<String> namespaces = config.services().namespaces();
        Collection<Service> all = manifests.services().values();
        if (all.isEmpty()) {
            note("there is no Service in the input");
        }
        if (namespaces.isEmpty()) {
            return all;
        }
        List<Service> chosen =
                all.stream()
                        .filter(
                                service ->
                                        namespaces.contains(service.getMetadata().getNamespace()))
                        .toList();
        if (chosen.size() < all.size()) {
            note(
                    "%d Services outside KSE_NAMESPACE_LIST are left out"
                            .formatted(all.size() - chosen.size()));
        }
        return chosen;
    }

    private void print(Rendering rendering) throws UnwritableOutput {
        output().say(rendering);
        output().print(List.of(ConsulImport.of(rendering.entries())));
    }

    private void note(String text) {
        output().note(text);
    }

    private Output output() {
        return new Output(spec.commandLine());
    }
}
