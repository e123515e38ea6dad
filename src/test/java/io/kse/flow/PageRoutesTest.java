package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kse.testbed.Chromium;
import io.kse.testbed.FreePorts;
import io.kse.testbed.OwnNodes;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import io.kse.testbed.RealServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page of a running exporter, as programs and as a real browser see it. */
@ExtendWith(RealServers.class)
@TestInstance(Lifecycle.PER_CLASS)
class PageRoutesTest {
    private static final String HOSTILE = "<img src=x onerror=\"document.title='pwned'\"><h1>pwned";

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = FreePorts.next();
    private OwnNamespace namespace;
    private OwnNodes nodes;
    private RunningExporter exporter;

    @BeforeAll
    void start(RealKubernetes kubernetes, RealConsul consul) throws Exception {
        nodes = new OwnNodes(kubernetes);
        nodes.create("in", "10.0.0.1");
        namespace =
                new OwnNamespace(kubernetes, consul)
                        .with("KSE_HTTP_PORT", String.valueOf(port))
                        .with("KSE_NODE_SELECTOR", nodes.selector());
        namespace.create(namespace.exported("cart"));
        namespace.create(
                namespace.exported("typo").annotation("load-balancer-listen-port", HOSTILE));
        namespace.create(namespace.exported("lost").through(namespace.name, "gateway", "https"));
        namespace.create(namespace.service("quiet").port("http", 80));
        namespace.createMany("many", 60);
        exporter = namespace.start();
        exporter.awaitDocument(namespace.key("many-59"), "hash");
    }

    @AfterAll
    void stop() {
        exporter.close();
        nodes.close();
    }

    @Test
    void showsWhatTheExporterKnows() throws Exception {
        eventually()
                .untilAsserted(
                        () ->
                                assertThat(get("/").body())
                                        .contains("leads.")
                                        .contains("Services, just listed")
                                        .contains("61</strong> exported")
                                        .contains("1</strong> refused")
                                        .contains("1</strong> waiting for ingress")
                                        .contains("1</strong> not exported")
                                        .contains("<strong>1</strong> in the list")
                                        .contains(namespace.key("cart")));
    }

    @Test
    void isAsGoodOnAStandby() throws Exception {
        int other = FreePorts.next();
        namespace.with("KSE_HTTP_PORT", String.valueOf(other));

        try (RunningExporter standby = namespace.start()) {
            eventually()
                    .ignoreExceptions()
                    .untilAsserted(
                            () ->
                                    assertThat(page(other))
                                            .contains("is a standby: it writes nothing.")
                                            .contains("61</strong> exported")
                                            .doesNotContain("class=\"trouble\""));
            assertThat(standby.notReady()).isEmpty();
        }
    }

    private String page(int at) throws Exception {
        URI there = URI.create("http://127.0.0.1:" + at + "/");
        return http.send(HttpRequest.newBuilder(there).build(), BodyHandlers.ofString()).body();
    }

    @Test
    void showsOneServiceFromNear() throws Exception {
        assertThat(get("/?service=" + namespace.name + "%2Fcart&q=many").body())
                .contains("&quot;ClusterName&quot;: &quot;prod&quot;")
                .contains("ago) by this replica")
                .contains("1–50 of 60 Services");
    }

    @Test
    void forbidsBrowsersAllButToShowIt() throws Exception {
        for (String path : new String[] {"/", "/page.css", "/page.js"}) {
            HttpResponse<String> answer = get(path);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'", "script-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        }
        assertThat(get("/").headers().firstValue("Content-Type"))
                .contains("text/html; charset=utf-8");
    }

    @Test
    void sendsNothingBackOfWhatWasSent() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/?X-Param=secret&q=%0d%0aX-Split:%20secret"))
                        .header("X-Secret", "secret")
                        .header("Authorization", "Bearer secret")
                        .build();

        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map().toString()).doesNotContainIgnoringCase("secret");
    }

    @Test
    void isWholeInARealBrowser(@TempDir Path folder) throws Exception {
        try (Chromium browser = browser(folder)) {
            browser.open(uri("/").toString());

            assertThat(browser.evaluate("document.querySelectorAll('#table tbody tr').length"))
                    .isEqualTo("50");
            assertThat(
                            browser.evaluate(
                                    "getComputedStyle(document.querySelector('.skip')).position"))
                    .as("the style sheet is there")
                    .isEqualTo("absolute");
            assertThat(browser.evaluate("document.getElementById('pause').hidden"))
                    .as("the script runs")
                    .isEqualTo("false");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void showsHostileTextAsText(@TempDir Path folder) throws Exception {
        try (Chromium browser = browser(folder)) {
            browser.open(uri("/?q=typo&service=" + namespace.name + "%2Ftypo").toString());

            assertThat(browser.evaluate("document.querySelectorAll('img').length")).isEqualTo("0");
            assertThat(browser.evaluate("document.querySelectorAll('h1').length")).isEqualTo("1");
            assertThat(browser.evaluate("document.title")).doesNotContain("pwned");
            assertThat(browser.evaluate("document.body.innerText")).contains("<h1>pwned");
        }
    }

    @Test
    void keepsItselfUpToDateWithoutLosingTheFocus(@TempDir Path folder) throws Exception {
        try (Chromium browser = browser(folder)) {
            browser.open(uri("/?q=many-").toString());
            browser.evaluate("document.getElementById('q').value = 'being typed'");
            browser.evaluate("document.getElementById('after').focus({preventScroll: true})");
            browser.evaluate("scrollTo(0, 700)");
            String before = browser.evaluate("document.getElementById('updated').textContent");
            namespace.annotate("many-0", "load-balancer-listen-port", "soon");

            eventually()
                    .untilAsserted(
                            () ->
                                    assertThat(browser.evaluate("document.body.innerText"))
                                            .contains("accepted is"));

            assertThat(browser.evaluate("document.getElementById('updated').textContent"))
                    .isNotEqualTo(before);
            assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("after");
            assertThat(browser.evaluate("document.getElementById('q').value"))
                    .isEqualTo("being typed");
            assertThat(Double.valueOf(browser.evaluate("scrollY"))).isGreaterThan(500);
            assertThat(browser.complaints()).isEmpty();
            namespace.removeAnnotation("many-0", "load-balancer-listen-port");
        }
    }

    /** Which reads all keys from Consul. */
    @Test
    void asksForAnExplanationNotAsOften(@TempDir Path folder) throws Exception {
        try (Chromium browser = browser(folder)) {
            browser.open(uri("/?q=cart").toString());
            assertThat(browser.evaluate("document.getElementById('pause').title"))
                    .isEqualTo("Brought up to date every 5 s");

            browser.open(uri("/?service=" + namespace.name + "%2Fcart").toString());

            assertThat(browser.evaluate("document.getElementById('pause').title"))
                    .isEqualTo("Brought up to date every 30 s");
        }
    }

    @Test
    void isUsedWithTheKeyboard(@TempDir Path folder) throws Exception {
        try (Chromium browser = browser(folder)) {
            browser.open(uri("/").toString());
            browser.press("Tab");
            assertThat(browser.evaluate("document.activeElement.className")).isEqualTo("skip");
            assertThat(browser.evaluate("document.activeElement.getBoundingClientRect().left >= 0"))
                    .as("it is seen")
                    .isEqualTo("true");
            browser.press("Enter");
            browser.press("Tab");
            assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("q");
            assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                    .isEqualTo("solid");
            browser.evaluate(
                    "document.getElementById('service-" + namespace.name + "/cart').focus()");
            browser.press("Enter");
            browser.awaitLoad();
            assertThat(browser.evaluate("document.getElementById('detail').innerText"))
                    .contains("\"ClusterName\": \"prod\"");
        }
    }

    @Test
    void fitsAPhoneAndTheDark(@TempDir Path folder) throws Exception {
        try (Chromium browser = browser(folder)) {
            browser.width(360);
            browser.dark();
            browser.open(uri("/?service=" + namespace.name + "%2Ftypo").toString());

            assertThat(Integer.valueOf(browser.evaluate("document.documentElement.scrollWidth")))
                    .isLessThanOrEqualTo(360);
            assertThat(
                            browser.evaluate(
                                    "getComputedStyle(document.documentElement).backgroundColor"))
                    .isEqualTo("rgb(13, 17, 23)");
        }
    }

    @Test
    void isWholeWithoutScripts(@TempDir Path folder) throws Exception {
        try (Chromium browser = browser(folder)) {
            browser.withoutScripts();
            browser.open(uri("/?q=cart").toString());

            assertThat(browser.evaluate("document.querySelector('#table tbody').innerText"))
                    .contains("exported");
            assertThat(browser.evaluate("document.getElementById('pause').hidden"))
                    .isEqualTo("true");
        }
    }

    private static Chromium browser(Path folder) throws IOException {
        assumeTrue(
                Chromium.program().isPresent(),
                "no Chromium: CHROMIUM_BIN names none, and there is none on the PATH");
        return new Chromium(folder);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
