package io.kse.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A server as a child process with a log file. It carries the mark of its run, gets nothing else
 * from our environment but the PATH, and does not outlive the JVM.
 */
final class RealProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LAST_LINES = 25;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    private final String name;
    private final Path log;
    private final Process process;

    private RealProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** The log, {@code <name>.log} in that folder, is appended to. */
    static RealProcess start(String name, Path folder, List<String> command) {
        return start(name, folder, command, Map.of());
    }

    /** With more in its environment. */
    static RealProcess start(
            String name, Path folder, List<String> command, Map<String, String> more) {
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        builder.environment().putAll(more);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            Process process = builder.start();
            RUNNING.add(process);
            return new RealProcess(name, log, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    private static Map<String, String> environment() {
        String run = RunFolder.current().path().toString();
        return Map.of(
                RunFolder.MARK, run, "HOME", run, "PATH", System.getenv().getOrDefault("PATH", ""));
    }

    /**
     * Waits until the server answers.
     *
     * @throws EndedEarly if it ended instead, which is what a server does whose port was taken
     * @throws IllegalStateException if it does not answer within a minute
     */
    RealProcess untilReady(Callable<Boolean> answers) {
        try {
            Awaitility.await(name + " answers")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptionsMatching(e -> !(e instanceof EndedEarly))
                    .until(() -> running() && answers.call());
        } catch (ConditionTimeoutException e) {
            kill();
            throw new IllegalStateException(
                    name + " does not answer after " + PATIENCE + "; " + lastLines(), e);
        }
        return this;
    }

    private boolean running() {
        if (!process.isAlive()) {
            throw new EndedEarly(
                    name + " ended with exit code " + process.exitValue() + "; " + lastLines());
        }
        return true;
    }

    /** SIGKILL; returns when the process is gone. May be called twice. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
        RUNNING.remove(process);
    }

    /** SIGSTOP: the process answers nothing any more, and its connections stay open. */
    void pause() {
        signal("-STOP");
    }

    /** SIGCONT, after {@link #pause()}. */
    void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            Process kill =
                    new ProcessBuilder("sh", "-c", "kill " + signal + " " + process.pid()).start();
            if (kill.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("kill " + signal + " failed for " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
            return "the last lines of its log:\n" + String.join("\n", last);
        } catch (IOException e) {
            return "its log cannot be read: " + e;
        }
    }

    static void killAll() {
        RUNNING.forEach(Process::destroyForcibly);
        RUNNING.forEach(process -> process.onExit().join());
    }

    /** A server that ended before it answered: worth another try, with other ports. */
    static final class EndedEarly extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        EndedEarly(String message) {
            super(message);
        }
    }
}
