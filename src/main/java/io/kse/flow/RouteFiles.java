package io.kse.flow;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder whose {@code *.camel.yaml} files are the program's flows: the shipped {@code routes/},
 * or a user's own.
 *
 * @throws BadRoutes if it holds none, since Camel would run happily without any route
 */
public record RouteFiles(Path folder) {
    private static final String FILES = "*.camel.yaml";

    /**
     * Set by {@code bin/kube-service-exporter}: the folder that holds {@code lib/} and {@code
     * routes/}.
     */
    private static final String HOME = "kse.home";

    public RouteFiles {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FILES)) {
            if (!files.iterator().hasNext()) {
                throw new BadRoutes("routes folder %s holds no file %s".formatted(folder, FILES));
            }
        } catch (IOException e) {
            throw new BadRoutes("routes folder %s cannot be read: %s".formatted(folder, e), e);
        }
    }

    /** The user's folder if there is one, else the shipped one. */
    public static RouteFiles of(Optional<Path> own) {
        return new RouteFiles(own.orElseGet(() -> Path.of(System.getProperty(HOME, ""), "routes")));
    }

    /** As Camel's {@code camel.main.routesIncludePattern} takes it. */
    String pattern() {
        return "file:" + folder.toAbsolutePath() + "/" + FILES;
    }
}
