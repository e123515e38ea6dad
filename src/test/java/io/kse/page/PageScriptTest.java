package io.kse.page;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kse.testbed.Chromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's script in a real browser, whatever becomes of the exporter meanwhile. */
class PageScriptTest {
    private final Looks looks = new Looks();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile int status = 200;
    private volatile boolean hangs;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        looks.service(service("shop", "cart").exported().nodePort("http", 80, 30080).build());
        for (int i = 0; i < 60; i++) {
            looks.service(service("many", "s%02d".formatted(i)).type("ClusterIP").build());
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean isPage = "/".equals(path);
        if (hangs && isPage) {
            awaitEnd();
        }
        StatusPage page = looks.page();
        String text =
                isPage
                        ? page.html(exchange.getRequestURI().getRawQuery())
                        : path.endsWith(".css") ? page.css() : page.js();
        String type = isPage ? "html" : path.endsWith(".css") ? "css" : "javascript";
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/" + type + "; charset=utf-8");
        exchange.sendResponseHeaders(isPage ? status : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Chromium browser(Path folder) throws IOException {
        assumeTrue(
                Chromium.program().isPresent(),
                "no Chromium: CHROMIUM_BIN names none, and there is none on the PATH");
        return new Chromium(folder);
    }

    private String address(String rest) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + rest;
    }

    private static void awaitSaid(Chromium browser, String what) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(
                                                browser.evaluate(
                                                        "document.getElementById('refreshing')"
                                                                + ".textContent"))
                                        .isEqualTo(what));
    }

    /** A hundredth of the time that an exporter has, so that nobody waits for it here. */
    private static void hurry(Chromium browser) {
        browser.evaluate(
                "const timeout = AbortSignal.timeout.bind(AbortSignal);"
                        + "AbortSignal.timeout = (millis) => timeout(millis / 100);"
                        + "undefined");
    }

    @Test
    void saysThatAnExporterHangsAndWhenItAnswersAgain(@TempDir Path folder) throws Exception {
        try (Chromium browser = browser(folder)) {
            browser.open(address(""));
            hurry(browser);

            hangs = true;
            awaitSaid(browser, "– the exporter does not answer; this is what was known last");
            hangs = false;
            awaitSaid(browser, "");
        }
    }

    @Test
    void goesBackToTheRowOfAServiceThatIsClosed(@TempDir Path folder) throws Exception {
        try (Chromium browser = browser(folder)) {
            browser.open(address("?service=many%2Fs40&q=many"));
            browser.evaluate("document.getElementById('detail-close').focus()");

            browser.press("Enter");
            browser.awaitLoad();

            assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("service-many/s40");
            assertThat(Double.valueOf(browser.evaluate("scrollY"))).isGreaterThan(500);
        }
    }

    @Test
    void saysWhatAnExporterAnswersInsteadOfThePage(@TempDir Path folder) throws Exception {
        try (Chromium browser = browser(folder)) {
            browser.open(address(""));

            status = 503;
            awaitSaid(
                    browser, "– the exporter answers with status 503; this is what was known last");
            status = 403;
            awaitSaid(
                    browser, "– the exporter answers with status 403; this is what was known last");
        }
    }
}
