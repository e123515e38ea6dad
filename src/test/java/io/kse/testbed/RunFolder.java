package io.kse.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where the servers of this JVM keep data, keys and logs. It goes with the JVM; if the JVM is
 * killed, {@code script/teardown} finds it, its owner and, by {@link #MARK}, its processes.
 */
public final class RunFolder {
    /** Environment variable of every process of a run; its value is the run's folder. */
    static final String MARK = "TESTBED_RUN";

    private static final RunFolder CURRENT = create();

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    public static RunFolder current() {
        return CURRENT;
    }

    Path path() {
        return path;
    }

    /** A folder of this run that did not exist before. */
    public Path fresh(String name) {
        try {
            return Files.createTempDirectory(path, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RunFolder create() {
        Path runs = Programs.cacheRoot().resolve("runs");
        long pid = ProcessHandle.current().pid();
        try {
            Files.createDirectories(runs);
            Path fresh = Files.createTempDirectory(runs, ".new-", onlyForUs());
            Files.writeString(fresh.resolve("owner"), pid + " " + started(pid) + "\n");
            Path path = runs.resolve("tests-" + pid);
            remove(path);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(path), "testbed-end"));
            return new RunFolder(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static java.nio.file.attribute.FileAttribute<?> onlyForUs() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    /** As started in script/lib.sh has it: with the number, it names one process for good. */
    private static String started(long pid) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (Files.exists(stat)) {
            String line = Files.readString(stat);
            return line.substring(line.lastIndexOf(')') + 2).split(" ")[19];
        }
        Process ps = new ProcessBuilder("ps", "-o", "lstart=", "-p", Long.toString(pid)).start();
        return new String(ps.getInputStream().readAllBytes()).strip();
    }

    private static void end(Path path) {
        RealProcess.killAll();
        remove(path);
    }

    /** With all that is in it. */
    public static void remove(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Nothing there is what was wanted.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
