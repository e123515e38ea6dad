package io.kse.explain;

import io.kse.service.ServiceName;
import java.util.Optional;
import java.util.regex.Pattern;

/** A Service's name as somebody asks for it. What cannot be a name is not looked for. */
public final class AskedName {
    /** For people. */
    public static final String ACCEPTED =
            "NAMESPACE/NAME, each of lower-case letters, digits and inner hyphens, at most 63";

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private AskedName() {}

    /** Empty if no Service can be called so. */
    public static Optional<ServiceName> of(String namespace, String name) {
        return LABEL.matcher(namespace).matches() && LABEL.matcher(name).matches()
                ? Optional.of(new ServiceName(namespace, name))
                : Optional.empty();
    }

    /** The same of {@code NAMESPACE/NAME}. */
    public static Optional<ServiceName> parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : of(text.substring(0, slash), text.substring(slash + 1));
    }
}
