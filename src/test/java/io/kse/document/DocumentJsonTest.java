package io.kse.document;

import static io.kse.document.DocumentSteps.documents;
import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.kse.document.ServiceDocuments.Desired;
import io.kse.service.Services;
import org.junit.jupiter.api.Test;

class DocumentJsonTest {
    @Test
    void writesAllFieldsInTheOriginalsOrder() {
        assertThat(json(service1()))
                .isEqualTo(
                        "{\"hash\":\"14b57b8383342234\",\"ClusterName\":\"cluster\",\"port\":32123,"
                                + "\"dns_name\":\"\",\"service_per_cluster\":true,"
                                + "\"health_check_path\":\"\",\"health_check_port\":32123,"
                                + "\"backend_protocol\":\"http\",\"proxy_protocol\":false,"
                                + "\"load_balancer_class\":\"\",\"load_balancer_listen_port\":0,"
                                + "\"custom_attrs\":{}}");
    }

    @Test
    void writesWhatTheAnnotationsSay() {
        Services service =
                service1()
                        .annotation("load-balancer-dns-name", "foo.example.net")
                        .annotation("load-balancer-service-per-cluster", "false")
                        .annotation("load-balancer-health-check-path", "/up?a=1&b=<2>")
                        .annotation("load-balancer-health-check-port", "32000")
                        .annotation("load-balancer-backend-protocol", "tcp")
                        .annotation("load-balancer-proxy-protocol", "*")
                        .annotation("load-balancer-class", "internal")
                        .annotation("load-balancer-listen-port", "443")
                        .annotation("custom-attrs", "{\"a\":true}");

        assertThat(json(service))
                .endsWith(
                        "\"ClusterName\":\"cluster\",\"port\":32123,"
                                + "\"dns_name\":\"foo.example.net\",\"service_per_cluster\":false,"
                                + "\"health_check_path\":\"/up?a=1&b=<2>\","
                                + "\"health_check_port\":32000,\"backend_protocol\":\"tcp\","
                                + "\"proxy_protocol\":true,\"load_balancer_class\":\"internal\","
                                + "\"load_balancer_listen_port\":443,"
                                + "\"custom_attrs\":{\"a\":true}}");
    }

    @Test
    void writesTheSniBehindAnIngressOnly() {
        Service gateway = service("edge", "gateway").nodePort("https", 443, 30443).build();
        Desired desired =
                (Desired)
                        documents(service1().through("edge", "gateway", "https").build(), gateway);

        assertThat(desired.entries().get(0).json())
                .contains(
                        "\"load_balancer_listen_port\":0,"
                                + "\"ingress_sni\":\"http.service1.default.local\","
                                + "\"custom_attrs\":{}}");
    }

    @Test
    void keepsNumbersAsWritten() {
        String attrs = "{\"a\":[1.0,1e2,-0,9007199254740993,1e-999999999,1.50E+02]}";

        assertThat(json(service1().annotation("custom-attrs", attrs)))
                .endsWith("\"custom_attrs\":" + attrs + "}");
    }

    @Test
    void sortsCustomAttrsOfEveryLevel() {
        String attrs = "{ \"b\": {\"d\":null,\"c\":[{\"f\":\"\",\"e\":{}}]}, \"a\": true }";

        assertThat(json(service1().annotation("custom-attrs", attrs)))
                .endsWith(
                        "\"custom_attrs\":"
                                + "{\"a\":true,\"b\":{\"c\":[{\"e\":{},\"f\":\"\"}],\"d\":null}}}");
    }

    @Test
    void writesTheSameBytesForTheSameMeaning() {
        Services one = service1().annotation("custom-attrs", "{\"a\":1,\"b\":\"\\u00e4\"}");
        Services other = service1().annotation("custom-attrs", "{\"b\":\"ä\",\"a\":1}");

        assertThat(json(one)).isEqualTo(json(other));
    }

    @Test
    void writesAThousandLevels() {
        String attrs = "{\"a\":".repeat(999) + "{}" + "}".repeat(999);

        assertThat(json(service1().annotation("custom-attrs", attrs)))
                .endsWith("\"custom_attrs\":" + attrs + "}");
    }

    private static Services service1() {
        return service("default", "service1").nodePort("http", 80, 32123).exported();
    }

    private static String json(Services service) {
        return ((Desired) documents(service.build())).entries().get(0).json();
    }
}
