package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A copy of the shipped routes, to be changed as a user would. */
public final class TunedRoutes {
    private final Path folder;

    private TunedRoutes(Path folder) {
        this.folder = folder;
    }

    public static TunedRoutes copyTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> shipped = Files.newDirectoryStream(Path.of("routes"))) {
            for (Path file : shipped) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        return new TunedRoutes(folder);
    }

    public TunedRoutes replace(String file, String shipped, String tuned) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(shipped);
        Files.writeString(path, text.replace(shipped, tuned));
        return this;
    }

    public Path folder() {
        return folder;
    }
}
