package io.kse.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.KeyTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
    private static final Path PAGE = Path.of("docs/settings.md");
    private static final Pattern ROW = Pattern.compile("\\| `(KSE|CONSUL|KUBECONFIG).*");

    @Test
    void settingsPageListsEverySettingAsTheCodeHasIt() throws IOException {
        List<String> rows =
                Files.readAllLines(PAGE).stream().filter(ROW.asMatchPredicate()).toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(SettingsPageTest::row).toList());
    }

    private static String row(Setting setting) {
        String byDefault = setting.byDefault().isEmpty() ? "–" : "`" + setting.byDefault() + "`";
        return "| `%s` | %s | %s | %s |"
                .formatted(setting, byDefault, setting.accepted(), setting.meaning());
    }

    @Test
    void settingsPageListsEveryFieldOfKeyTemplates() throws IOException {
        String names =
                String.join(
                        ", ",
                        Arrays.stream(KeyTemplate.Field.values())
                                .map(KeyTemplate.Field::goName)
                                .toList());

        assertThat(Files.readString(PAGE)).contains("| `{{ .Field }}` | " + names + " |");
    }
}
