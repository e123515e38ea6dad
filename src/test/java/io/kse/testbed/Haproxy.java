package io.kse.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A real HAProxy with a master and a worker, as distributions run it: a reload starts another
 * worker.
 */
public final class Haproxy implements AutoCloseable {
    private static final int WORDS_OF_A_SERVER = 20;
    private static final int ADDRESS = 4;
    private static final int STATE = 5;
    private static final String UP = "2";

    private final RealProcess process;
    private final Path socket;

    private Haproxy(RealProcess process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /** Returns when its worker answers. */
    public static Haproxy start(Path folder, Path configuration) {
        Path socket = folder.resolve("master.sock");
        List<String> command =
                List.of(
                        LoadBalancer.HAPROXY.program().orElseThrow().toString(),
                        "-W",
                        "-S",
                        socket + ",level,admin",
                        "-f",
                        configuration.toString());
        Haproxy haproxy = new Haproxy(RealProcess.start("haproxy", folder, command), socket);
        haproxy.process.untilReady(() -> haproxy.askOnce("@1 show info").contains("Uptime"));
        return haproxy;
    }

    /** Of the master: SIGUSR2 reloads it. */
    public long pid() {
        return process.pid();
    }

    /** How often it was reloaded since its start. */
    public int reloads() {
        return ask("show proc")
                .lines()
                .filter(line -> line.contains("master"))
                .map(line -> Integer.parseInt(line.split("\\s+")[2]))
                .findFirst()
                .orElseThrow();
    }

    /** Addresses of all servers that get requests by now; a check may have found others dead. */
    public Set<String> servers() {
        Set<String> addresses = new TreeSet<>();
        for (String line : ask("@1 show servers state").lines().toList()) {
            String[] words = line.split(" ");
            if (words.length > WORDS_OF_A_SERVER && words[STATE].equals(UP)) {
                addresses.add(words[ADDRESS]);
            }
        }
        return addresses;
    }

    /** The master closes its socket for a moment when it reloads. */
    private String ask(String command) {
        return Awaitility.await(command)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> askOnce(command), answer -> !answer.isEmpty());
    }

    /** An answer ends with an empty line, and not with the connection. */
    private String askOnce(String command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
            Reader reader = Channels.newReader(channel, StandardCharsets.UTF_8);
            return new BufferedReader(reader)
                    .lines()
                    .takeWhile(line -> !line.isEmpty())
                    .collect(Collectors.joining("\n"));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** SIGKILL ends the master; its workers end when they see that. */
    @Override
    public void close() {
        process.kill();
    }
}
