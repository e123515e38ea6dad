package io.kse.plan;

import io.kse.plan.KvChange.Put;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How much Consul takes at once: 64 operations (128 since 1.14), one of them kept for the fence,
 * and requests of 512 KB (Consul's {@code limits.txn_max_req_len}).
 */
final class TransactionLimits {
    static final int CHANGES = 63;
    static final int ENCODED_BYTES = 500_000;

    /** Verb, index, key and JSON around a value; keys count twice for what JSON escapes in them. */
    private static final int OPERATION_BYTES = 120;

    private TransactionLimits() {}

    /** {@code changes} in their order, in as few pieces as Consul takes; never an empty one. */
    static List<List<KvChange>> split(List<KvChange> changes) {
        return fill(changes, change -> 1, TransactionLimits::encodedBytes);
    }

    /**
     * {@code parts} in their order, as many together as Consul takes; one that is too large for
     * that is alone.
     *
     * @param changes how many a part has
     * @param bytes how large it is in a request
     */
    static <P> List<List<P>> fill(List<P> parts, ToIntFunction<P> changes, ToIntFunction<P> bytes) {
        List<List<P>> full = new ArrayList<>();
        List<P> open = new ArrayList<>();
        int count = 0;
        int size = 0;
        for (P part : parts) {
            count += changes.applyAsInt(part);
            size += bytes.applyAsInt(part);
            if (!open.isEmpty() && (count > CHANGES || size > ENCODED_BYTES)) {
                full.add(List.copyOf(open));
                open.clear();
                count = changes.applyAsInt(part);
                size = bytes.applyAsInt(part);
            }
            open.add(part);
        }
        if (!open.isEmpty()) {
            full.add(List.copyOf(open));
        }
        return full;
    }

    static int encodedBytes(List<KvChange> changes) {
        return changes.stream().mapToInt(TransactionLimits::encodedBytes).sum();
    }

    private static int encodedBytes(KvChange change) {
        int value = change instanceof Put put ? put.size() : 0;
        return OPERATION_BYTES + 2 * change.key().size() + (value + 2) / 3 * 4;
    }
}
