package io.kse.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real browser without a window, with one page, driven by its DevTools protocol. Found by
 * CHROMIUM_BIN, else on the PATH.
 */
public final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final int PATIENCE = 30;

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final BlockingQueue<String> loads = new LinkedBlockingQueue<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private String session = "";
    private int last;

    /** Empty if this machine has none. */
    public static Optional<Path> program() {
        String named = System.getenv("CHROMIUM_BIN");
        Stream<Path> onPath =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        Stream<Path> all = named == null ? onPath : Stream.of(Path.of(named));
        return all.filter(Files::isExecutable).findFirst();
    }

    /**
     * @param folder for all that it stores
     */
    public Chromium(Path folder) throws IOException {
        process =
                new ProcessBuilder(
                                program().orElseThrow().toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + folder.resolve("chromium"),
                                "about:blank")
                        .redirectOutput(folder.resolve("chromium.out").toFile())
                        .start();
        socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(URI.create(address()), new Answers())
                        .join();
        String target =
                call("Target.createTarget", Map.of("url", "about:blank")).path("targetId").asText();
        session =
                call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                        .path("sessionId")
                        .asText();
        for (String domain : List.of("Page", "Runtime", "Log")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** It says where it can be driven, then drains what else it says. */
    private String address() throws IOException {
        BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                Thread drain = new Thread(() -> said.lines().forEach(more -> {}), "chromium");
                drain.setDaemon(true);
                drain.start();
                return line.substring("DevTools listening on ".length());
            }
        }
        throw new IOException("Chromium has ended: " + process.exitValue());
    }

    /** Returns when it is loaded, with its style and script. */
    public void open(String url) {
        loads.clear();
        call("Page.navigate", Map.of("url", url));
        awaitLoad();
    }

    public void awaitLoad() {
        try {
            if (loads.poll(PATIENCE, TimeUnit.SECONDS) == null) {
                throw new IllegalStateException("nothing was loaded");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As text what a JavaScript expression comes to; a promise is waited for. */
    public String evaluate(String expression) {
        JsonNode answer =
                call(
                        "Runtime.evaluate",
                        Map.of(
                                "expression",
                                expression,
                                "returnByValue",
                                true,
                                "awaitPromise",
                                true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.path("exceptionDetails").toString());
        }
        return answer.path("result").path("value").asText();
    }

    /** {@code key}: as {@code KeyboardEvent.key} has it. */
    public void press(String key) {
        int code =
                switch (key) {
                    case "Tab" -> 9;
                    case "Enter" -> 13;
                    default -> throw new IllegalArgumentException(key);
                };
        String text = "Enter".equals(key) ? "\r" : "";
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "windowsVirtualKeyCode", code, "text", text));
        }
    }

    public void width(int pixels) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 800, "deviceScaleFactor", 1, "mobile", true));
    }

    public void dark() {
        Map<String, String> dark = Map.of("name", "prefers-color-scheme", "value", "dark");
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(dark)));
    }

    public void withoutScripts() {
        call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    }

    /** What it has found wrong with the page: errors of scripts, and what its policy forbids. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        int id = ++last;
        asked.put(id, answer);
        ObjectNode question = JSON.createObjectNode().put("id", id).put("method", method);
        question.set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            question.put("sessionId", session);
        }
        socket.sendText(question.toString(), true).join();
        return answer.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(String message) {
            try {
                take(JSON.readTree(message));
            } catch (IOException e) {
                complaints.add(e.toString());
            }
        }

        private void take(JsonNode message) {
            CompletableFuture<JsonNode> waiting = asked.remove(message.path("id").asInt());
            if (waiting != null && message.has("error")) {
                waiting.completeExceptionally(new IllegalStateException(message.toString()));
            } else if (waiting != null) {
                waiting.complete(message.path("result"));
            }
            switch (message.path("method").asText()) {
                case "Page.loadEventFired" -> loads.add("loaded");
                case "Runtime.exceptionThrown", "Log.entryAdded" ->
                        complaints.add(message.path("params").toString());
                default -> {}
            }
        }
    }
}
