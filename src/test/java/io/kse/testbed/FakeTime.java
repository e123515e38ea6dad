package io.kse.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A wall clock of a process's own, by libfaketime, which a test sets while the process runs. Only
 * the wall clock: what a program counts from the monotonic one, sleeps and waits takes its time.
 */
public final class FakeTime {
    private static final String VARIABLE = "FAKETIME_LIB";
    private static final String LIBRARY = "libfaketimeMT.so.1";
    private static final List<Path> HOMES = List.of(Path.of("/usr/lib"), Path.of("/usr/local/lib"));

    private final Path offsetFile;
    private Duration offset = Duration.ZERO;

    /** At first it is right. {@code folder}: for its file, which is the process's, too. */
    public FakeTime(Path folder) throws IOException {
        offsetFile = Files.createTempFile(folder, "clock", ".offset");
        shift(Duration.ZERO);
    }

    /** False where there is no libfaketime: Debian has it as a package of that name. */
    public static boolean exists() {
        return library().isPresent();
    }

    /** For the environment of a process. It may be more than one. */
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library().orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                offsetFile.toString(),
                "FAKETIME_NO_CACHE",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // Left to itself it takes the waits of a JVM for waits on the wall clock, and they
                // all end at once, for ever.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                // Times of files are right, or a token in a file would seem to be renewed.
                "NO_FAKE_STAT",
                "1");
    }

    /** So much ahead of the true time from now on, or behind it if negative; to the second. */
    public void shift(Duration ahead) {
        try {
            Path whole = Files.createTempFile(offsetFile.getParent(), "clock", ".new");
            Files.writeString(whole, "%+d".formatted(ahead.toSeconds()));
            Files.move(whole, offsetFile, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        offset = ahead;
    }

    /** What the process takes for the time. */
    public Instant now() {
        return Instant.now().plus(offset);
    }

    /** What libfaketime leaves in memory of a process that was killed: its number comes again. */
    public static void forget(long pid) throws IOException {
        Path memory = Path.of("/dev/shm");
        Files.deleteIfExists(memory.resolve("faketime_shm_" + pid));
        Files.deleteIfExists(memory.resolve("sem.faketime_sem_" + pid));
    }

    private static Optional<Path> library() {
        String named = System.getenv().getOrDefault(VARIABLE, "");
        return named.isEmpty()
                ? usual().stream().filter(Files::isRegularFile).findFirst()
                : Optional.of(Path.of(named));
    }

    /** In the folder {@code faketime} of a library folder, or of one for an architecture. */
    private static List<Path> usual() {
        List<Path> usual = new ArrayList<>();
        for (Path home : HOMES) {
            usual.add(home.resolve("faketime").resolve(LIBRARY));
            if (Files.isDirectory(home)) {
                usual.addAll(below(home));
            }
        }
        return usual;
    }

    private static List<Path> below(Path home) {
        List<Path> below = new ArrayList<>();
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(home, folder -> Files.isDirectory(folder))) {
            folders.forEach(folder -> below.add(folder.resolve("faketime").resolve(LIBRARY)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return below;
    }
}
