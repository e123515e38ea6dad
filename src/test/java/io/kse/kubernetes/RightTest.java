package io.kse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightTest {
    private static final String SERVER = "https://127.0.0.1:6443";

    @ParameterizedTest
    @CsvSource({
        "/api/v1/services?limit=500, list services in all namespaces",
        "/api/v1/namespaces/shop/services, list services in namespace shop",
        "/api/v1/services?resourceVersion=5&watch=true, watch services in all namespaces",
        "/apis/apps/v1/namespaces/shop/deployments, list deployments in namespace shop",
        "/api/v1/namespaces/edge/services?fieldSelector=metadata.name%3Dgateway&limit=500, list services named gateway in namespace edge",
        "/api/v1/nodes?watch=true, watch nodes",
        "/prefix/api/v1/namespaces, list namespaces",
    })
    void namesWhatARoleHasToAllow(String request, String right) {
        assertThat(Right.of("GET", URI.create(SERVER + request)))
                .hasValueSatisfying(named -> assertThat(named).hasToString(right));
    }

    @Test
    void isNoneForSingleObjectsAndWrites() {
        URI one = URI.create(SERVER + "/api/v1/namespaces/shop/services/cart");
        URI all = URI.create(SERVER + "/api/v1/namespaces/shop/services");

        assertThat(Right.of("GET", one)).isEmpty();
        assertThat(Right.of("POST", all)).isEmpty();
        assertThat(Right.of("GET", URI.create(SERVER + "/readyz"))).isEmpty();
    }
}
