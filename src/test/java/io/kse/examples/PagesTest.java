package io.kse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.node.NodeSelector;
import io.kse.testbed.LoadBalancer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the pages say of settings and fields is what there is. */
class PagesTest {
    private static final String EXCLUDED =
            "node.kubernetes.io/exclude-from-external-load-balancers";
    private static final Path CONSUMERS = Path.of("docs/consumers.md");

    @Test
    void theSelectorLeavesOutNodesThatLoadBalancersAreToLeaveAlone() throws IOException {
        Matcher setting =
                Pattern.compile("KSE_NODE_SELECTOR='(.+)'").matcher(Files.readString(CONSUMERS));
        assertThat(setting.find()).isTrue();

        NodeSelector selector = NodeSelector.parse(setting.group(1));

        assertThat(selector.matches(Map.of("a", "b"))).isTrue();
        assertThat(selector.matches(Map.of(EXCLUDED, ""))).isFalse();
        assertThat(selector.matches(Map.of(EXCLUDED, "true"))).isFalse();
    }

    @Test
    void thePageForReadersHasEachFieldOfADocument() throws IOException {
        String page = Files.readString(CONSUMERS);
        Path golden = Path.of("src/test/resources/golden/services-expected.json");
        Set<String> fields = new TreeSet<>();
        for (var document : Published.tree(Files.readString(golden)).get("documents")) {
            Published.tree(document.asText()).fieldNames().forEachRemaining(fields::add);
        }

        assertThat(fields).hasSize(13).allSatisfy(f -> assertThat(page).contains("`" + f + "`"));
    }

    @Test
    void theTableOfSettingsIsComplete() throws IOException {
        String page = Files.readString(Path.of("examples/README.md"));
        Set<String> settings = new TreeSet<>();
        for (LoadBalancer balancer : LoadBalancer.values()) {
            for (Path file : Set.of(balancer.template(), balancer.example().resolve("apply"))) {
                Pattern.compile("\\b(LB_[A-Z_]+|[A-Z]+_BIN|KSE_[A-Z_]+)\\b")
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(found -> settings.add(found.group()));
            }
        }

        assertThat(settings)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }
}
