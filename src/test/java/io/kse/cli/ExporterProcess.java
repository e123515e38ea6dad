package io.kse.cli;

import static org.awaitility.Awaitility.await;

import io.kse.KubeServiceExporter;
import io.kse.testbed.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program as a process of its own, with only the environment that a test gives it. Does not
 * outlive the JVM, unless that is killed.
 */
public final class ExporterProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ExporterProcess::killAll, "exporters-end"));
    }

    private final Process process;
    private final Path output;

    private ExporterProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
        RUNNING.add(process);
    }

    /** Also one that is stopped, and would never see a signal of a terminal. */
    private static void killAll() {
        RUNNING.forEach(Process::destroyForcibly);
    }

    /** Standard output and error go to one file in {@code folder}. */
    public static ExporterProcess start(
            Path folder, Map<String, String> environment, String... arguments) throws IOException {
        Path output = Files.createTempFile(folder, "exporter", ".log");
        ProcessBuilder builder = builder(environment, arguments).redirectErrorStream(true);
        return new ExporterProcess(builder.redirectOutput(output.toFile()).start(), output);
    }

    /** Standard output goes to {@code device}, and only standard error is kept. */
    static ExporterProcess startWithOutputTo(
            Path device, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        Path errors = Files.createTempFile(folder, "exporter", ".log");
        ProcessBuilder builder = builder(environment, arguments).redirectError(errors.toFile());
        return new ExporterProcess(builder.redirectOutput(device.toFile()).start(), errors);
    }

    private static ProcessBuilder builder(Map<String, String> environment, String... arguments) {
        List<String> command =
                Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx256m",
                                        "-XX:TieredStopAtLevel=1",
                                        "-Dlogback.configurationFile=logback.xml",
                                        "-Dio.netty.noUnsafe=true",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        KubeServiceExporter.class.getName()),
                                Stream.of(arguments))
                        .toList();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the program has not ended:\\n" + output());
        }
        return process.exitValue();
    }

    public void awaitOutput(String text) {
        await(text)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> output().contains(text));
    }

    /** Since it began, on all cores. */
    Duration cpuTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill} does: SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** SIGSTOP, until {@link #resume()}. */
    public void pause() throws IOException {
        signal("-STOP");
    }

    public void resume() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        String command = "kill " + signal + " " + process.pid();
        if (new ProcessBuilder("sh", "-c", command).start().onExit().join().exitValue() != 0) {
            throw new IOException("no process for " + command);
        }
    }

    /** How many lines contain that. */
    public long count(String text) {
        return output().lines().filter(line -> line.contains(text)).count();
    }

    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        RUNNING.remove(process);
        try {
            FakeTime.forget(process.pid());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
