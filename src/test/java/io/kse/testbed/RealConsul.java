package io.kse.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * A real Consul agent on loopback, and what a test asks it past the program under test. The shared
 * one is for tests that keep to their own {@link #newPrefix()}; a test that kills, pauses or
 * configures one {@link #start starts its own}.
 */
public final class RealConsul implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final int port;
    private final int wanPort = FreePorts.next();
    private final List<String> command;
    private RealProcess process;

    private RealConsul(Programs program, Path folder, List<String> mode, List<String> options) {
        this.folder = folder;
        this.port = FreePorts.next();
        this.command = new ArrayList<>(List.of(program.path().toString(), "agent"));
        command.addAll(mode);
        command.addAll(addresses(port, wanPort));
        if (program == Programs.CONSUL) {
            command.add("-grpc-tls-port=-1");
        }
        command.addAll(options);
        restart();
    }

    /** Keeps its data in memory. */
    static RealConsul shared() {
        Path folder = RunFolder.current().fresh("consul");
        return FreePorts.startWithFreePorts(
                () ->
                        new RealConsul(
                                Programs.CONSUL,
                                folder,
                                List.of("-dev"),
                                List.of("-log-level=warn")));
    }

    /**
     * A server of the test's own with its data on disk, so that it survives {@link #kill()} and
     * {@link #restart()}.
     *
     * @param folder exists and is empty
     * @param options more options of {@code consul agent}, such as {@code -hcl=acl {enabled =
     *     true}}
     */
    public static RealConsul start(Path folder, String... options) {
        return start(Programs.CONSUL, folder, options);
    }

    /**
     * The same with a Consul before 1.14, such as Debian 11's 1.8.7. For tests that are {@code
     * EnabledIf} {@link #oldOneExists()}.
     */
    public static RealConsul startOld(Path folder, String... options) {
        return start(Programs.CONSUL_OLD, folder, options);
    }

    /** {@code script/bootstrap} takes it from {@code CONSUL_OLD_BIN}. */
    public static boolean oldOneExists() {
        return Programs.CONSUL_OLD.exists();
    }

    private static RealConsul start(Programs program, Path folder, String... options) {
        List<String> mode =
                List.of(
                        "-server",
                        "-bootstrap-expect=1",
                        "-data-dir=" + folder.resolve("data"),
                        "-hcl=disable_update_check = true",
                        "-hcl=performance { raft_multiplier = 1 }");
        return FreePorts.startWithFreePorts(
                () -> new RealConsul(program, folder, mode, List.of(options)));
    }

    private static List<String> addresses(int httpPort, int wanPort) {
        return List.of(
                "-bind=127.0.0.1",
                "-client=127.0.0.1",
                "-http-port=" + httpPort,
                "-server-port=" + FreePorts.next(),
                "-serf-lan-port=" + FreePorts.next(),
                "-serf-wan-port=" + wanPort,
                "-dns-port=-1",
                "-grpc-port=-1");
    }

    /** The program itself, for what it does without an agent. */
    public static Path program() {
        return Programs.CONSUL.path();
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** What another datacenter's server joins with {@code -retry-join-wan=}. */
    public String wanAddress() {
        return host() + ":" + wanPort;
    }

    /** Without a slash at the end. */
    public String url() {
        return "http://" + host() + ":" + port;
    }

    /** A KV prefix that no other test has, without a slash at the end. */
    public String newPrefix() {
        return "test-" + UUID.randomUUID();
    }

    /** The value at that key; empty if there is no such key. */
    public Optional<String> get(String key) {
        HttpResponse<String> response = send("GET", key, "raw", "");
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(response.body());
    }

    public void put(String key, String value) {
        send("PUT", key, null, value);
    }

    /** A key that is not there is no error. */
    public void delete(String key) {
        send("DELETE", key, null, "");
    }

    /** All that starts with that prefix, in the order of the keys. */
    public Map<String, String> keys(String prefix) {
        Map<String, String> values = new TreeMap<>();
        HttpResponse<String> response = send("GET", prefix, "recurse", "");
        if (response.statusCode() == 200) {
            for (JsonNode entry : json(response.body())) {
                byte[] value = Base64.getDecoder().decode(entry.path("Value").asText(""));
                values.put(entry.get("Key").asText(), new String(value, StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    /** All that Consul says of what starts with that prefix: values, indexes, flags and locks. */
    public String dump(String prefix) {
        return send("GET", prefix, "recurse", "").body();
    }

    /** {@code more}: time than usual, for a query that blocks. 404 is an answer. */
    HttpResponse<String> read(String key, String query, Duration more) {
        return checked("GET", key, call("GET", "/v1/kv/" + key, query, "", PATIENCE.plus(more)));
    }

    /** The session that holds that key as a lock; empty if none does. */
    public Optional<String> holder(String key) {
        return Optional.ofNullable(KvTree.of(this, key).entries().get(key))
                .map(KvTree.Entry::session)
                .filter(session -> !session.isEmpty());
    }

    /** Whatever it holds is free, as after its TTL. One that is not there is no error. */
    public void destroySession(String id) {
        String path = "/v1/session/destroy/" + id;
        checked("PUT", path, call("PUT", path, null, ""));
    }

    /** All sessions there are, as Consul lists them. */
    public String sessions() {
        return call("GET", "/v1/session/list", null, "").body();
    }

    /** The ids of the Services that this agent holds. */
    public Set<String> services() {
        Set<String> ids = new TreeSet<>();
        String all = call("GET", "/v1/agent/services", null, "").body();
        json(all).fieldNames().forEachRemaining(ids::add);
        return ids;
    }

    /** The ModifyIndex of all that starts with that prefix. */
    public Map<String, Long> indexes(String prefix) {
        Map<String, Long> indexes = new TreeMap<>();
        HttpResponse<String> response = send("GET", prefix, "recurse", "");
        if (response.statusCode() == 200) {
            json(response.body())
                    .forEach(
                            entry ->
                                    indexes.put(
                                            entry.get("Key").asText(),
                                            entry.get("ModifyIndex").asLong()));
        }
        return indexes;
    }

    /**
     * The index at which a key was deleted that is gone, as long as Consul remembers it. Consul
     * says it of the tree of nothing that begins there.
     */
    public long deletedAt(String key) {
        HttpResponse<String> response = send("GET", key, "recurse", "");
        if (response.statusCode() != 404) {
            throw new IllegalStateException(key + " is there");
        }
        return response.headers().firstValueAsLong("X-Consul-Index").orElseThrow();
    }

    /** Makes this and {@code other}, of another datacenter, know each other; returns when so. */
    public void joinWan(RealConsul other) {
        String path = "/v1/agent/join/127.0.0.1:" + other.wanPort;
        HttpResponse<String> response = call("PUT", path, "wan=true", "");
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        Awaitility.await("the datacenters know each other")
                .until(() -> knowsTwoDatacenters() && other.knowsTwoDatacenters());
    }

    private boolean knowsTwoDatacenters() {
        String all = call("GET", "/v1/catalog/datacenters", null, "").body();
        return json(all).size() == 2;
    }

    /** All that it knows, sessions included. */
    public byte[] saveSnapshot() {
        return exchange("GET", "/v1/snapshot", BodyPublishers.noBody());
    }

    /** Everything is as it was when that snapshot was saved. */
    public void restoreSnapshot(byte[] snapshot) {
        exchange("PUT", "/v1/snapshot", BodyPublishers.ofByteArray(snapshot));
    }

    private byte[] exchange(String method, String path, BodyPublisher body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url() + path)).method(method, body).build();
        try {
            HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException());
        }
    }

    /** SIGKILL: what was acknowledged is on disk, what was not may be lost. */
    public void kill() {
        process.kill();
    }

    /**
     * On the same ports, with the same data; returns when it answers. Kills it first if need be.
     */
    public void restart() {
        if (process != null) {
            process.kill();
        }
        process = RealProcess.start("consul", folder, command).untilReady(this::answers);
    }

    /** As a new one on the same ports: everything that was stored is gone. */
    public void restartEmpty() {
        process.kill();
        RunFolder.remove(folder.resolve("data"));
        restart();
    }

    /** Takes connections but answers nothing, until {@link #resume()}. */
    public void pause() {
        process.pause();
    }

    public void resume() {
        process.resume();
    }

    @Override
    public void close() {
        kill();
    }

    /**
     * Consul has a leader and knows its own node: without that it refuses sessions. With ACLs: a
     * leader.
     */
    private boolean answers() {
        if (!call("GET", "/v1/status/leader", null, "").body().contains(":")) {
            return false;
        }
        HttpResponse<String> health = call("GET", "/v1/health/state/passing", null, "");
        boolean hidden = command.stream().anyMatch(option -> option.contains("acl"));
        return hidden || health.body().contains("serfHealth");
    }

    private HttpResponse<String> send(String method, String key, String query, String body) {
        return checked(method, key, call(method, "/v1/kv/" + key, query, body));
    }

    private static HttpResponse<String> checked(
            String method, String what, HttpResponse<String> response) {
        if (response.statusCode() != 200 && response.statusCode() != 404) {
            throw new IllegalStateException(
                    method + " " + what + ": " + response.statusCode() + " " + response.body());
        }
        return response;
    }

    private HttpResponse<String> call(String method, String path, String query, String body) {
        return call(method, path, query, body, PATIENCE);
    }

    private HttpResponse<String> call(
            String method, String path, String query, String body, Duration patience) {
        try {
            URI uri = new URI("http", null, host(), port, path, query, null);
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(uri.toASCIIString()))
                            .timeout(patience)
                            .method(method, BodyPublishers.ofString(body))
                            .build();
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException());
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
