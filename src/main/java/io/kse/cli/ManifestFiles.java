package io.kse.cli;

import io.kse.service.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that the arguments of a command name: files, directories with everything below them,
 * and standard input. A file that is named twice is there once.
 */
final class ManifestFiles {
    static final String STANDARD_INPUT = "-";

    private final InputStream standardInput;
    private final Set<Path> seen = new HashSet<>();
    private final List<ManifestFile> files = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private boolean standardInputSeen;

    private ManifestFiles(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /** Finds what is there; the rest is in {@link #problems()}. */
    static ManifestFiles named(List<String> names, InputStream standardInput) {
        ManifestFiles files = new ManifestFiles(standardInput);
        for (String name : names) {
            try {
                files.add(name);
            } catch (UnreadableInput e) {
                files.problems.addAll(e.in(name).problems());
            }
        }
        return files;
    }

    List<ManifestFile> files() {
        return files;
    }

    /** Which arguments are missing or hold no manifests, one line each. */
    List<String> problems() {
        return problems;
    }

    private void add(String name) throws UnreadableInput {
        if (name.equals(STANDARD_INPUT)) {
            addStandardInput();
            return;
        }
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                addDirectory(path);
            } else {
                addFile(path);
            }
        } catch (InvalidPathException e) {
            throw new UnreadableInput("is no file name: " + Quoted.of(e.getReason()));
        } catch (IOException e) {
            throw new UnreadableInput(ManifestFile.reason(e));
        }
    }

    private void addStandardInput() {
        if (!standardInputSeen) {
            files.add(new ManifestFile("standard input", () -> standardInput));
        }
        standardInputSeen = true;
    }

    private void addFile(Path path) throws IOException {
        if (seen.add(path.toRealPath())) {
            files.add(ManifestFile.of(path));
        }
    }

    private void addDirectory(Path directory) throws IOException, UnreadableInput {
        List<Path> manifests = manifests(directory);
        if (manifests.isEmpty()) {
            throw new UnreadableInput("holds no file *.yaml, *.yml or *.json");
        }
        for (Path manifest : manifests) {
            addFile(manifest);
        }
    }

    /** They are named by what the user typed; only the walk needs to know where a link leads. */
    private static List<Path> manifests(Path directory) throws IOException {
        Path real = directory.toRealPath();
        try (Stream<Path> below = Files.walk(real)) {
            return below.filter(ManifestFiles::isManifest)
                    .map(path -> directory.resolve(real.relativize(path)))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isManifest(Path path) {
        String name = path.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
                && !Files.isDirectory(path);
    }
}
