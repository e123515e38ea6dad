package io.kse.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.kse.document.KvKey;
import io.kse.status.History;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The page at {@code /} for people: everything on it is made here, of what the program knows
 * already, so that it costs Consul and the API server nothing but an explanation that was asked
 * for. Changes nothing. Whatever it shows is escaped by the template, which has no unescaped value.
 */
public final class StatusPage {
    private final Supplier<Facts> facts;
    private final ServiceDetail detail;
    private final Template template;
    private final String css = resource("page.css");
    private final String js = resource("page.js");

    /**
     * @param facts as they are now
     * @param explanations why a Service is exported or not, in text of several lines, by namespace
     *     and name; asked only for the one whose details are shown
     * @param lastChange of a key, by this replica
     */
    public StatusPage(
            Supplier<Facts> facts,
            BiFunction<String, String, String> explanations,
            Function<KvKey, Optional<History.Entry>> lastChange) {
        this.facts = facts;
        this.detail = new ServiceDetail(explanations, lastChange);
        this.template =
                Mustache.compiler()
                        .withEscaper(new Html())
                        .strictSections(true)
                        .emptyStringIsFalse(true)
                        .compile(resource("page.html"));
    }

    private static String resource(String name) {
        try (InputStream file = StatusPage.class.getResourceAsStream("/page/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar holds page/" + name, e);
        }
    }

    /**
     * @param query as in the address behind the question mark; null if there is none
     */
    public String html(String query) {
        return template.execute(view(facts.get(), PageQuery.parse(query)));
    }

    private PageView view(Facts now, PageQuery query) {
        ClusterView cluster = new ClusterView(now);
        return new PageView(
                now.cluster(),
                now.pod(),
                Moment.of(now.now(), now.now()),
                cluster.leader(),
                cluster.connections(),
                cluster.troubles(),
                cluster.comparison(),
                now.held().map(report -> new HeldSection(report, now).view()).stream().toList(),
                new ServiceTable(now, query).view(),
                detail.view(now, query).stream().toList(),
                now
                        .nodes()
                        .map(n -> new NodeTable(n, now.now(), !now.drainedBy().isEmpty()).view())
                        .stream()
                        .toList(),
                now.nodes().isEmpty(),
                cluster.changes(),
                now.changes().isEmpty(),
                History.KEPT);
    }

    public String css() {
        return css;
    }

    public String js() {
        return js;
    }
}
