package io.kse.page;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.leadership.LeadershipState;
import io.kse.node.NodeSelectors;
import io.kse.node.Nodes;
import io.kse.page.Facts.Connection;
import io.kse.service.ServiceName;
import io.kse.service.Services;
import io.kse.status.History;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anybody may name or annotate a Service: whatever is said in it stays text. */
class HostileTextTest {
    private static final String MARK = "pwned";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>pwned</script>",
                "\"><img src=x onerror=pwned>",
                "' onmouseover='pwned",
                "</pre></bdi><h1>pwned",
                "{{pwned}} {{{pwned}}} {{&pwned}}",
                "&lt;b&gt;pwned",
                "javascript:pwned",
                "\u202epwned\u202c\u2066\u200f\u0000\u0007",
                "--><!--pwned]]>"
            })
    void isShownAsItIsEverywhere(String hostile) {
        String html = everywhere(hostile).html("service=" + encoded("ns/" + hostile));

        assertThat(html).contains(MARK);
        assertThat(html)
                .doesNotContain("<script>", "<img", "<h1>pwned", "'pwned", "<!--", "&lt;b&gt;");
        String expected = new Html().escape(hostile);
        assertThat(html.split(MARK, -1).length).isGreaterThan(8);
        // What is escaped is taken away; whatever is left of it was not.
        String left = html.replace(expected, "").replace(new Html().escape(encoded(hostile)), "");
        assertThat(left.replace(new Html().escape(json(hostile)), "")).doesNotContain(MARK);
        assertThat(html.chars()).noneMatch(c -> c < ' ' && c != '\n');
        assertThat(html).doesNotContain("\u202e", "\u2066", "\u200f");
    }

    @Test
    void isNotCutWhereItIsLong() {
        String html = everywhere("x".repeat(100_000)).html("q=" + "y".repeat(100_000));

        assertThat(html).contains("x".repeat(100_000)).doesNotContain("y".repeat(1_000));
    }

    @Test
    void isShownInPartWhereItWouldFillTheMemory() {
        String deep = "[".repeat(900) + "1,".repeat(100_000) + "1" + "]".repeat(900);
        Services large = service("ns", "large").exported();
        for (int port = 1; port <= 30; port++) {
            large = large.nodePort("port-" + port, port, 30_000 + port);
        }

        String html =
                new Looks()
                        .service(large.annotation("custom-attrs", "{\"a\":" + deep + "}").build())
                        .html("service=ns/large");

        assertThat(html.length()).isLessThan(1_000_000);
        assertThat(html).contains("…</bdi></code></pre>", "and 10 more documents");
    }

    @Test
    void nothingIsEverUnescaped() throws IOException {
        try (InputStream file = getClass().getResourceAsStream("/page/page.html")) {
            assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain("{{{", "{{&")
                    .doesNotContainPattern("(?i)<script(?! src=\"/page.js\")")
                    .doesNotContainPattern("(?i)\\son[a-z]+=|<style|\\sstyle=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%zz", "=", "&&&", "page=99999999999", "state=<x>", "service=%00"})
    void aStrangeQuestionIsAnsweredAsWell(String query) {
        assertThat(everywhere("a").html(query)).contains("</html>");
    }

    private static Looks everywhere(String hostile) {
        return new Looks()
                .service(
                        service("ns", hostile)
                                .exported()
                                .annotation("load-balancer-class", hostile)
                                .nodePort("http", 80, 30080)
                                .build())
                .documents(new NotExported(new ServiceName(hostile, "b"), "it has " + hostile))
                .state(new LeadershipState.Standby(hostile))
                .nodes(NodeSelectors.parse("", 1), Nodes.readyNode(hostile, hostile).read())
                .notComparing(hostile)
                .explained(hostile)
                .connection(new Connection("Consul", hostile, false, hostile))
                .changed(new History.Entry(Looks.NOW, new KvKey("k" + hostile), true, hostile));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** As it stands in the document. */
    private static String json(String text) {
        return text.replace("\"", "\\\"").replace("\u0000", "\\u0000").replace("\u0007", "\\u0007");
    }
}
