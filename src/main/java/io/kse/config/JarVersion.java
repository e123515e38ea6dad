package io.kse.config;

import java.util.Objects;

/** The version of a jar. */
public final class JarVersion {
    private static final String UNPACKAGED = "(not packaged)";

    private JarVersion() {}

    /** From the manifest of the jar that {@code type} is in. */
    public static String of(Class<?> type) {
        return Objects.requireNonNullElse(type.getPackage().getImplementationVersion(), UNPACKAGED);
    }
}
