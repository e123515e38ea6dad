package io.kse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No page sends its reader to a file or a chapter that is not there. */
class DocumentationLinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> top = Files.list(Path.of(""))) {
            top.forEach(pages::add);
        }
        for (String folder : List.of("docs", "k8s", "examples", "src/test/testbed")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.forEach(pages::add);
            }
        }
        return pages.stream().filter(page -> page.toString().endsWith(".md")).sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void leadsToWhatIsThere(Path page) throws IOException {
        String text = CODE.matcher(Files.readString(page)).replaceAll("");

        assertThat(LINK.matcher(text).results())
                .allSatisfy(
                        link -> {
                            Path target = target(page, link.group(1));
                            if (target == null) {
                                return;
                            }
                            assertThat(target).as(link.group()).exists();
                            if (link.group(2) != null) {
                                assertThat(chapters(target))
                                        .as(link.group())
                                        .contains(link.group(2));
                            }
                        });
    }

    /** Null for another site. */
    private static Path target(Path page, String link) {
        if (link.contains("://") || link.startsWith("mailto:")) {
            return null;
        }
        return link.isEmpty() ? page : page.resolveSibling(link).normalize();
    }

    /** As GitHub makes anchors of headings. */
    private static List<String> chapters(Path page) {
        try {
            return Files.readAllLines(page).stream()
                    .filter(line -> line.matches("#{1,6} .*"))
                    .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                    .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
