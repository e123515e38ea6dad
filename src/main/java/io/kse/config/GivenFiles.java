package io.kse.config;

import io.kse.service.Quoted;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Files and directories that settings name: there, of the right kind, and ours to read. */
final class GivenFiles {
    private GivenFiles() {}

    static Path file(String text) {
        Path path = path(text);
        require(Files.exists(path), "no such file");
        require(Files.isRegularFile(path), "not a file");
        require(Files.isReadable(path), "not readable");
        return path;
    }

    static Path directory(String text) {
        Path path = path(text);
        require(Files.exists(path), "no such directory");
        require(Files.isDirectory(path), "not a directory");
        require(Files.isReadable(path) && Files.isExecutable(path), "not readable");
        return path;
    }

    /** The files that exist of a list; kubectl leaves out those that do not. */
    static List<Path> anyOf(String text) {
        List<Path> existing =
                Arrays.stream(text.split(File.pathSeparator))
                        .filter(name -> !name.isEmpty() && Files.exists(path(name)))
                        .map(GivenFiles::file)
                        .toList();
        require(!existing.isEmpty(), "no such file");
        return existing;
    }

    /** All files in a directory and below it, sorted; at least one. */
    static List<Path> filesBelow(String text) {
        Path directory = directory(text);
        try (Stream<Path> found = Files.walk(directory)) {
            List<Path> files =
                    found.filter(Files::isRegularFile)
                            .filter(file -> !isHidden(directory.relativize(file)))
                            .sorted()
                            .map(file -> file(file.toString()))
                            .toList();
            require(!files.isEmpty(), "no file in it");
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException("not readable: " + Quoted.of(e.getMessage()), e);
        }
    }

    /** A mounted Secret holds its files twice: also in a directory that starts with two dots. */
    private static boolean isHidden(Path relative) {
        return relative.getName(0).toString().startsWith("..");
    }

    /** The text of a file, without white space around it. */
    static String content(String text) {
        try {
            return Files.readString(file(text)).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("not readable as text", e);
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("no file name: " + Quoted.of(e.getReason()), e);
        }
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
