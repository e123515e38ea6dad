package io.kse.testbed;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link RealConsul} or {@link RealKubernetes} as a parameter, one set for the whole
 * test run. Each server is started when the first test asks for it, and ended with the run.
 */
public final class RealServers implements ParameterResolver {
    private static final ExtensionContext.Namespace SERVERS =
            ExtensionContext.Namespace.create(RealServers.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == RealConsul.class || type == RealKubernetes.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RealConsul.class
                ? once(context, RealConsul.class, RealConsul::shared)
                : once(context, RealKubernetes.class, RealKubernetes::shared);
    }

    /** The root store closes what it holds when the last test has ended. */
    private static <T> T once(ExtensionContext context, Class<T> type, Supplier<T> start) {
        return context.getRoot()
                .getStore(SERVERS)
                .getOrComputeIfAbsent(type, key -> start.get(), type);
    }
}
