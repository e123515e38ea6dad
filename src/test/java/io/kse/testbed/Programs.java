package io.kse.testbed;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;

/**
 * Where the real servers' programs are: what {@code script/test} put into the environment, else
 * what {@code script/bootstrap} noted in the cache. Never downloads or builds anything by itself.
 */
enum Programs {
    ETCD,
    KUBE_APISERVER,
    KUBECTL,
    CONSUL,
    CONSUL_TEMPLATE,
    /** Optional: a Consul of the generation before 1.14. */
    CONSUL_OLD;

    /**
     * @throws IllegalStateException if there is none; the message says how to get it
     */
    Path path() {
        if (!exists()) {
            throw new IllegalStateException(
                    "no program for "
                            + variable()
                            + ": run script/bootstrap first (found: '"
                            + noted()
                            + "')");
        }
        return Path.of(noted());
    }

    boolean exists() {
        return !noted().isEmpty() && Files.isExecutable(Path.of(noted()));
    }

    private String variable() {
        return "KSE_TESTBED_" + name();
    }

    private String noted() {
        String noted = System.getenv(variable());
        return noted == null ? fromBootstrap().getProperty(variable(), "") : noted;
    }

    /** The folder that script/lib.sh calls cache_root. */
    static Path cacheRoot() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isEmpty()
                        ? Path.of(System.getenv().getOrDefault("HOME", "/root"), ".cache")
                        : Path.of(cache);
        return base.resolve("kube-service-exporter");
    }

    private static Properties fromBootstrap() {
        Properties paths = new Properties();
        Path file = cacheRoot().resolve("testbed-" + sourcesHash()).resolve("paths");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                paths.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return paths;
    }

    /** As testbed_cache in script/lib.sh has it. */
    private static String sourcesHash() {
        Path modules = Path.of(System.getProperty("basedir", "."), "src/test/testbed");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(modules.resolve("kubernetes/go.sum")));
            digest.update(Files.readAllBytes(modules.resolve("consul/go.sum")));
            digest.update(Files.readAllBytes(modules.resolve("consul-template/go.sum")));
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
