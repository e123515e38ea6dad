package io.kse.kubernetes;

import java.time.Instant;

/**
 * An Event without what it is about.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param note at most 1,024 bytes
 * @param since when it has happened or begun
 */
public record EventText(String type, String reason, String action, String note, Instant since) {}
