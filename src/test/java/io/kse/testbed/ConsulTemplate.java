package io.kse.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real consul-template, which reads a {@link RealConsul}. Its environment is the PATH, the
 * settings that a test gives, and where HAProxy and nginx are if this JVM was told so.
 */
public final class ConsulTemplate implements AutoCloseable {
    private static final int PATIENCE = 30;
    private static final String CONFIGURATION = "consul-template.hcl";
    private static final String LOG = "consul-template.log";

    private final RealProcess process;
    private final Path log;

    private ConsulTemplate(RealProcess process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * What a template gives by now. Runs nothing else.
     *
     * @throws IllegalStateException if it cannot be rendered; the message says why
     */
    public static String render(RealConsul consul, Path template, Map<String, String> settings) {
        Path folder = RunFolder.current().fresh("template");
        Path rendered = folder.resolve("rendered");
        String from = template.toAbsolutePath() + ":" + rendered;
        run(consul, folder, settings, "-once", "-template", from);
        return text(rendered);
    }

    /** Renders once with the {@value #CONFIGURATION} of that folder and runs its commands. */
    public static void once(RealConsul consul, Path folder, Map<String, String> settings) {
        run(consul, folder, settings, "-once", "-config", CONFIGURATION);
    }

    /** As a process that goes on, with the {@value #CONFIGURATION} of that folder. */
    public static ConsulTemplate start(
            RealConsul consul, Path folder, Map<String, String> settings) {
        List<String> command = List.of(program(), "-config", CONFIGURATION, "-log-level", "debug");
        Map<String, String> environment = environment(consul, settings);
        RealProcess process = RealProcess.start("consul-template", folder, command, environment);
        return new ConsulTemplate(process, folder.resolve(LOG));
    }

    /** The lines of its log that contain that text. */
    public List<String> logged(String text) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often it has written a file that differs from the one before. */
    public int renders() {
        return logged("(runner) rendered ").size();
    }

    @Override
    public void close() {
        process.kill();
    }

    private static void run(
            RealConsul consul, Path folder, Map<String, String> settings, String... options) {
        try {
            ProcessBuilder builder = new ProcessBuilder(options);
            builder.command().add(0, program());
            builder.directory(folder.toFile()).redirectErrorStream(true);
            builder.redirectOutput(folder.resolve(LOG).toFile());
            builder.environment().clear();
            builder.environment().put("PATH", System.getenv().getOrDefault("PATH", ""));
            builder.environment().putAll(environment(consul, settings));
            Process process = builder.start();
            boolean ended = process.waitFor(PATIENCE, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            if (!ended || process.exitValue() != 0) {
                String what = ended ? "failed: " : "does not end: ";
                throw new IllegalStateException(
                        "consul-template " + what + text(folder.resolve(LOG)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> environment(
            RealConsul consul, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        for (LoadBalancer balancer : LoadBalancer.values()) {
            balancer.program().ifPresent(path -> all.put(balancer.variable(), path.toString()));
        }
        all.put("CONSUL_HTTP_ADDR", consul.host() + ":" + consul.port());
        all.putAll(settings);
        return all;
    }

    private static String program() {
        return Programs.CONSUL_TEMPLATE.path().toString();
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
