package io.kse.registration;

import io.kse.service.Quoted;
import java.util.List;
import java.util.Optional;

/**
 * What the agent says that it holds under one id. What a check connects to, no agent tells; some do
 * not tell of which type it is or how often it runs.
 *
 * @param name empty if it tells none
 * @param maintenance why it is in maintenance; empty if it is not
 */
public record Registered(
        String name,
        List<String> tags,
        String address,
        int port,
        List<Check> checks,
        Optional<String> maintenance) {
    public Registered {
        tags = List.copyOf(tags);
        checks = List.copyOf(checks);
    }

    /** What is not in maintenance. */
    public Registered(
            String name, List<String> tags, String address, int port, List<Check> checks) {
        this(name, tags, address, port, checks, Optional.empty());
    }

    /** True if we have put it into maintenance, and not somebody else. */
    boolean isMaintainedByUs() {
        return maintenance.filter(RegistrationChange.DRAINED::equals).isPresent();
    }

    /**
     * One of its checks.
     *
     * @param type empty if not told
     * @param interval empty if not told
     */
    public record Check(String name, String type, String interval) {
        private boolean isOurs() {
            return name.equals(Registration.CHECK_NAME)
                    && (type.isEmpty() || type.equals(Registration.CHECK_TYPE))
                    && (interval.isEmpty() || interval.equals(Registration.CHECK_INTERVAL));
        }
    }

    /** What is not as {@code wanted}, for people; empty if nothing. */
    Optional<String> differenceFrom(Registration wanted) {
        if (port != wanted.port()) {
            return Optional.of("port %d -> %d".formatted(port, wanted.port()));
        } else if (!address.equals(wanted.address())) {
            return Optional.of("address %s -> %s".formatted(Quoted.of(address), wanted.address()));
        } else if (!name.equals(wanted.id()) || !hasTagsOf(wanted)) {
            return Optional.of("its name or its tags were changed");
        }
        return checks.stream().anyMatch(Check::isOurs)
                ? Optional.empty()
                : Optional.of("it has lost its check");
    }

    /** Whatever their order, on which nothing depends: the original has written both. */
    private boolean hasTagsOf(Registration wanted) {
        return tags.stream().sorted().toList().equals(wanted.tags().stream().sorted().toList());
    }
}
