package io.kse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.LoadBalancer;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class SharedPartTest {
    @Test
    void bothTemplatesReadConsulInTheSameWay() throws IOException {
        String haproxy = partOne(LoadBalancer.HAPROXY);

        assertThat(haproxy).isNotEmpty().isEqualTo(partOne(LoadBalancer.NGINX));
    }

    private static String partOne(LoadBalancer balancer) throws IOException {
        String template = Files.readString(balancer.template());
        return template.substring(0, template.indexOf("{{- /* Part 2: "));
    }
}
