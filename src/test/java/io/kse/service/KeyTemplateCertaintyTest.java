package io.kse.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.service.KeyTemplate.Field;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in every key that a template makes, whatever the Service. */
class KeyTemplateCertaintyTest {
    @ParameterizedTest(name = "{0}: id {1}, namespace {2}, name {3}")
    @CsvSource(
            delimiter = ';',
            value = {
                "{{ id }}; true; false; false",
                "a/{{ or .LoadBalancerClass \"none\" }}/{{ id }}; true; false; false",
                "{{ or id .Name }}; true; false; false",
                "{{ (id) }}; true; false; false",
                "{{ or (or id \"x\") .Name }}; true; false; false",
                "{{ .Name | or id }}; true; false; false",
                "{{ or .DNSName id }}; false; false; false",
                "{{ id | or .DNSName }}; false; false; false",
                "{{ .Namespace }}/{{ .Name }}; false; true; true",
                "{{ .Name }}; false; false; true",
                "{{ or .Namespace .Name }}; false; true; false",
                "{{ or .DNSName .Name }}; false; false; false",
                "{{ \"id\" }}{{ \".Name\" }}; false; false; false",
                "fixed; false; false; false"
            })
    void knowsWhatIsAlwaysThere(String text, boolean id, boolean namespace, boolean name) {
        KeyTemplate template = KeyTemplate.parse(text);

        assertThat(template.alwaysHoldsId()).isEqualTo(id);
        assertThat(template.alwaysHolds(Field.NAMESPACE)).isEqualTo(namespace);
        assertThat(template.alwaysHolds(Field.NAME)).isEqualTo(name);
    }
}
