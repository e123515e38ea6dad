package io.kse.service;

import io.kse.service.TemplateExpression.FieldValue;
import io.kse.service.TemplateExpression.ServiceIdValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What takes the place of the service id in a key (KSE_SERVICES_KEY_TEMPLATE).
 *
 * <p>Reads the part of Go's text/template that a key needs, {@code {{ id }}}, {@code {{ .Field }}},
 * {@code or}, parentheses, pipes, constants, comments and trim markers, and means by it exactly
 * what Go does; refuses everything else when it is parsed, so that expanding never fails.
 */
public final class KeyTemplate {
    private final String text;
    private final List<TemplateExpression> parts;

    private KeyTemplate(String text, List<TemplateExpression> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /**
     * @throws BadKeyTemplate if it is no template, or uses more of Go's language than is supported
     */
    public static KeyTemplate parse(String text) {
        return new KeyTemplate(text, new TemplateParser(text).parse());
    }

    /**
     * The template with everything filled in. Whether that makes a good key is for the caller to
     * check.
     *
     * @param id what {@code {{ id }}} stands for
     * @param values a String, Integer or Boolean for every field; never null
     */
    public String expand(String id, Function<Field, Object> values) {
        return parts.stream()
                .map(part -> part.value(id, values).toString())
                .collect(Collectors.joining());
    }

    /** True if every key made of this template holds the service id, whatever the Service. */
    public boolean alwaysHoldsId() {
        return parts.stream().anyMatch(part -> part.isAlways(new ServiceIdValue()));
    }

    /**
     * True if every key made of this template holds {@code field} by itself.
     *
     * @param field one that is never empty; for another the answer means nothing
     */
    public boolean alwaysHolds(Field field) {
        return parts.stream().anyMatch(part -> part.isAlways(new FieldValue(field)));
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return text;
    }

    /** What {@code {{ .Field }}} may name: the fields of the original's exported service. */
    public enum Field {
        CLUSTER_ID("ClusterId"),
        NAMESPACE("Namespace"),
        NAME("Name"),
        PORT_NAME("PortName"),
        /** An Integer. */
        PORT("Port"),
        DNS_NAME("DNSName"),
        /** A Boolean. */
        SERVICE_PER_CLUSTER("ServicePerCluster"),
        HEALTH_CHECK_PATH("HealthCheckPath"),
        /** An Integer. */
        HEALTH_CHECK_PORT("HealthCheckPort"),
        BACKEND_PROTOCOL("BackendProtocol"),
        /** A Boolean. */
        PROXY_PROTOCOL("ProxyProtocol"),
        LOAD_BALANCER_CLASS("LoadBalancerClass"),
        /** An Integer. */
        LOAD_BALANCER_LISTEN_PORT("LoadBalancerListenPort"),
        INGRESS_SNI("IngressSNI"),
        ID_PREFIX("IdPrefix");

        private final String goName;

        Field(String goName) {
            this.goName = goName;
        }

        /** The name as templates write it, without the dot. */
        public String goName() {
            return goName;
        }

        /** Empty if no field has that name; upper and lower case matter. */
        static Optional<Field> named(String goName) {
            return Arrays.stream(values()).filter(field -> field.goName.equals(goName)).findFirst();
        }

        static String allNames() {
            return Arrays.stream(values())
                    .map(field -> "." + field.goName)
                    .collect(Collectors.joining(", "));
        }
    }
}
