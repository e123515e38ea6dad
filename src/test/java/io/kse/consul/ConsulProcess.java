package io.kse.consul;

import static org.awaitility.Awaitility.await;

import io.kse.config.ConsulSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** A real Consul agent on free loopback ports; its binary is CONSUL_BIN, or consul on the PATH. */
final class ConsulProcess implements AutoCloseable {
    static final String BINARY = Objects.requireNonNullElse(System.getenv("CONSUL_BIN"), "consul");

    private static final String COMMON =
            """
            bind_addr = "127.0.0.1"
            client_addr = "127.0.0.1"
            ports {
              server = %d
              serf_lan = %d
              serf_wan = %d
              dns = -1
              grpc = -1
              grpc_tls = -1
            }
            """;

    private final Process process;
    private final int port;

    private ConsulProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * @param hcl additional configuration
     */
    static ConsulProcess start(Path folder, String hcl) throws IOException {
        int port = freePort();
        return start(folder, port, "ports { http = " + port + " }\n" + hcl);
    }

    /**
     * An agent that speaks HTTPS only and wants a client certificate.
     *
     * @param files what {@code consul tls} made
     */
    static ConsulProcess startTls(Path folder, Path files) throws IOException {
        int port = freePort();
        String hcl =
                """
                ports {
                  http = -1
                  https = %1$d
                }
                tls {
                  defaults {
                    ca_file = "%2$s/consul-agent-ca.pem"
                    cert_file = "%2$s/dc1-server-consul-0.pem"
                    key_file = "%2$s/dc1-server-consul-0-key.pem"
                    verify_incoming = true
                  }
                }
                """;
        return start(folder, port, hcl.formatted(port, files));
    }

    private static ConsulProcess start(Path folder, int port, String hcl) throws IOException {
        Path config =
                Files.writeString(
                        folder.resolve("agent.hcl"),
                        COMMON.formatted(freePort(), freePort(), freePort()));
        Path more = Files.writeString(folder.resolve("more.hcl"), hcl);
        Process process =
                new ProcessBuilder(
                                BINARY,
                                "agent",
                                "-dev",
                                "-config-file=" + config,
                                "-config-file=" + more)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("consul.log").toFile())
                        .start();
        ConsulProcess consul = new ConsulProcess(process, port);
        await().atMost(Duration.ofSeconds(30)).until(() -> consul.hasLeader(folder));
        return consul;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean hasLeader(Path folder) throws IOException {
        return Files.readString(folder.resolve("consul.log")).contains("New leader elected")
                && listens();
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    ConsulSettings settings() {
        return settings(port);
    }

    static ConsulSettings settings(int port) {
        return new ConsulSettings(
                "127.0.0.1",
                port,
                "kse",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
