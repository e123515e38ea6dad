package io.kse.plan;

import io.kse.plan.KvChange.Put;
import java.util.ArrayList;
import java.util.List;

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

    /**
     * {@code changes} in their order, in as few transactions as hold them; a change that fills one
     * alone has its own.
     */
    static List<Transaction> split(List<KvChange> changes) {
        List<Transaction> transactions = new ArrayList<>();
        List<KvChange> open = new ArrayList<>();
        int bytes = 0;
        for (KvChange change : changes) {
            int size = encodedBytes(change);
            if (open.size() == CHANGES || (!open.isEmpty() && bytes + size > ENCODED_BYTES)) {
                transactions.add(new Transaction(open));
                open.clear();
                bytes = 0;
            }
            open.add(change);
            bytes += size;
        }
        transactions.add(new Transaction(open));
        return transactions;
    }

    private static int encodedBytes(KvChange change) {
        int value = change instanceof Put put ? put.size() : 0;
        return OPERATION_BYTES + 2 * change.key().size() + (value + 2) / 3 * 4;
    }
}
