package io.kse.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.document.DocumentReader;
import io.kse.document.KvEntry;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.document.ServiceDocuments.NotExported;
import io.kse.service.ServiceAnnotations;
import io.kse.service.Services;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What holds of everything that a Service can come to, whatever the Service is. */
final class Promises {
    /** Characters of one line for people, whatever somebody has written into an annotation. */
    private static final int LONGEST_LINE = 2000;

    private static final int LARGEST = 370_000;
    private static final String ANNOTATION = "annotation ";
    private static final Set<String> KNOWN =
            Services.ANNOTATIONS.stream()
                    .map(name -> ServiceAnnotations.PREFIX + name)
                    .collect(Collectors.toUnmodifiableSet());

    private Promises() {}

    static void kept(ServiceDocuments documents) {
        documents.notices().forEach(Promises::line);
        if (documents instanceof Desired desired) {
            desired.entries().forEach(Promises::entry);
            assertThat(desired.entries()).extracting(KvEntry::key).doesNotHaveDuplicates();
        } else if (documents instanceof NotExported none) {
            line(none.reason());
        } else {
            assertThat(documents.notices()).isNotEmpty();
        }
    }

    /** One line, that cannot be taken for another one, nor rewrite it on a terminal. */
    static void line(String text) {
        assertThat(text).isNotEmpty().hasSizeLessThan(LONGEST_LINE);
        assertThat(text.codePoints().noneMatch(Promises::isInvisible)).as(text).isTrue();
        if (text.startsWith(ANNOTATION)) {
            assertThat(KNOWN).contains(text.split("[ :]")[1]);
        }
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    private static void entry(KvEntry entry) {
        String path = entry.key().path();
        assertThat(DocumentCode.KEYS.isOurs(path)).as(path).isTrue();
        assertThat(List.of(path.split("/", -1)))
                .doesNotContain("", ".", "..")
                .containsOnlyOnce("clusters");
        byte[] json = utf8(entry.json());
        assertThat(json.length + 2 * utf8(path).length).isLessThanOrEqualTo(LARGEST);
        assertThat(DocumentReader.read(json)).contains(entry.document());
        assertThat(entry.document().hash()).matches("0|[1-9a-f][0-9a-f]{0,15}");
        assertThat(entry.document().clusterName()).isEqualTo("cluster");
    }

    /** Nothing is lost on the way to Consul. */
    static byte[] utf8(String text) {
        try {
            var bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return exact;
        } catch (CharacterCodingException e) {
            throw new AssertionError("no Unicode text: " + text, e);
        }
    }
}
