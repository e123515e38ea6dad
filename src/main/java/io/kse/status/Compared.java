package io.kse.status;

import java.time.Duration;

/**
 * What one comparison of everything with Consul came to.
 *
 * @param services how many there were
 * @param listed true if the API server had just listed them; false if they were taken from the
 *     cache
 * @param left how many of them Consul refused, which were tried again by themselves
 * @param made what was changed meanwhile
 * @param why for people
 */
public record Compared(
        int services, boolean listed, int left, Changes.Count made, Duration took, String why) {}
