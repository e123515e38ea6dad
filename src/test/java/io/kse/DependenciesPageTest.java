package io.kse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Holds docs/dependencies.md to the POM: nobody adds a dependency without saying what for. */
class DependenciesPageTest {
    @Test
    void pageHasARowForEachDirectDependency() throws Exception {
        assertThat(rows("## Shipped")).containsExactlyElementsOf(dependencies("compile"));
        assertThat(rows("## Tests only")).containsExactlyElementsOf(dependencies("test"));
    }

    private static List<String> rows(String chapter) throws IOException {
        String page = Files.readString(Path.of("docs/dependencies.md"));
        String text = page.substring(page.indexOf(chapter) + chapter.length()).split("\n## ")[0];
        return text.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`")[1])
                .toList();
    }

    private static List<String> dependencies(String scope) throws Exception {
        Element project =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(Path.of("pom.xml").toFile())
                        .getDocumentElement();
        return elements(project.getElementsByTagName("dependency"))
                .filter(dependency -> isDirect(dependency, project))
                .filter(dependency -> text(dependency, "scope", "compile").equals(scope))
                .map(dependency -> text(dependency, "artifactId", ""))
                .toList();
    }

    /** Not one of dependencyManagement or of a plugin. */
    private static boolean isDirect(Element dependency, Element project) {
        return dependency.getParentNode().getParentNode().isSameNode(project);
    }

    private static String text(Element parent, String name, String absent) {
        return elements(parent.getChildNodes())
                .filter(child -> child.getTagName().equals(name))
                .map(Element::getTextContent)
                .findFirst()
                .orElse(absent);
    }

    private static Stream<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }
}
