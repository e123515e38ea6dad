package io.kse.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.List;
import java.util.Map;

/**
 * Reads one Service as strictly as the API server does: a number where text belongs is an error.
 * What it gives has a name, a namespace, a spec and a list of ports.
 */
final class StrictService {
    private static final ObjectMapper STRICT =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .withCoercionConfigDefaults(
                            config ->
                                    config.setCoercion(
                                            CoercionInputShape.EmptyString, CoercionAction.Fail))
                    .withCoercionConfig(
                            LogicalType.Textual,
                            config ->
                                    config.setCoercion(
                                                    CoercionInputShape.Integer, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Float, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Boolean,
                                                    CoercionAction.Fail))
                    .build();

    private StrictService() {}

    static Service read(Map<?, ?> manifest) throws UnreadableInput {
        PlainTree.check(manifest);
        return complete(bind(manifest));
    }

    private static Service bind(Map<?, ?> manifest) throws UnreadableInput {
        try {
            return STRICT.convertValue(manifest, Service.class);
        } catch (IllegalArgumentException e) {
            if (e.getCause() instanceof JsonMappingException wrongType) {
                throw new UnreadableInput(FieldProblem.of(wrongType, manifest));
            }
            throw e;
        }
    }

    /** Null and absent mean the same to the API server, but for annotations, where null is "". */
    private static Service complete(Service service) throws UnreadableInput {
        if (service.getMetadata() == null || isEmpty(service.getMetadata().getName())) {
            throw new UnreadableInput("is a Service without metadata.name");
        }
        if (isEmpty(service.getMetadata().getNamespace())) {
            service.getMetadata().setNamespace("default");
        }
        if (service.getMetadata().getAnnotations() != null) {
            service.getMetadata()
                    .getAnnotations()
                    .replaceAll((k, text) -> text == null ? "" : text);
        }
        if (service.getSpec() == null) {
            service.setSpec(new ServiceSpec());
        }
        checkPorts(service.getSpec());
        return service;
    }

    private static void checkPorts(ServiceSpec spec) throws UnreadableInput {
        if (spec.getPorts() == null) {
            spec.setPorts(List.of());
        }
        if (spec.getPorts().contains(null)) {
            throw new UnreadableInput(
                    "spec.ports[%d] is null: accepted is an object"
                            .formatted(spec.getPorts().indexOf(null)));
        }
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
