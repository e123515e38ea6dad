package io.kse.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A load balancer that {@code examples/} has a template for, and its real program. Found by
 * HAPROXY_BIN or NGINX_BIN, else on the PATH or where Debian has it.
 */
public enum LoadBalancer {
    HAPROXY("haproxy", "haproxy.cfg", List.of("-c", "-f")),
    NGINX("nginx", "nginx.conf", List.of("-t", "-c"));

    private static final String STREAM =
            "include /etc/nginx/modules-enabled/*.conf;\nevents {}\nstream {}\n";

    private final String name;
    private final String file;
    private final List<String> check;

    LoadBalancer(String name, String file, List<String> check) {
        this.name = name;
        this.file = file;
        this.check = check;
    }

    /** The environment variable that names the program. */
    public String variable() {
        return name() + "_BIN";
    }

    /** Empty if this machine has none, or none that can do all that its example needs. */
    public Optional<Path> program() {
        String named = System.getenv(variable());
        String folders = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        Stream<Path> found =
                Stream.of(folders.split(":")).map(folder -> Path.of(folder).resolve(name));
        Stream<Path> all = named == null ? found : Stream.of(Path.of(named));
        return all.filter(Files::isExecutable).filter(this::hasAllModules).findFirst();
    }

    /** That for TCP is a package of its own on Debian. */
    private boolean hasAllModules(Path program) {
        return this == HAPROXY || !check(program, STREAM).text().contains("unknown directive");
    }

    /** The folder of its example. */
    public Path example() {
        return Path.of("examples", name);
    }

    public Path template() {
        return example().resolve(file + ".ctmpl");
    }

    /** The name of the configuration that it runs with. */
    public String file() {
        return file;
    }

    /** What its own check says against a configuration, warnings included; empty if nothing. */
    public String complaint(String configuration) {
        Said said = check(program().orElseThrow(), configuration);
        List<String> lines = said.text().lines().filter(this::counts).toList();
        return said.refused() && lines.isEmpty() && !isAboutPorts(said.text())
                ? "refused: " + said.text()
                : String.join("\n", lines);
    }

    private record Said(boolean refused, String text) {}

    private Said check(Path program, String configuration) {
        Path folder = RunFolder.current().fresh(name);
        try {
            Path written = Files.writeString(folder.resolve(file), configuration);
            List<String> command = new ArrayList<>(check);
            command.add(0, program.toString());
            command.add(written.toString());
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor() != 0, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean counts(String line) {
        boolean bad =
                this == HAPROXY
                        ? line.contains("ALERT") || line.contains("WARNING")
                        : line.contains("] ") && !line.contains("[notice]");
        return bad && !isAboutPorts(line);
    }

    /** nginx also tries to listen, which not everybody may on every port. */
    private boolean isAboutPorts(String text) {
        return this == NGINX && text.contains("bind() to ");
    }
}
