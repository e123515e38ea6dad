package io.kse.consul;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kse.document.KvKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kiwiproject.consul.ConsulException;

/**
 * Says what a failed call to Consul means to the caller.
 *
 * <p>Consul answers 409 to a failed transaction whatever the reason: what it means is in the texts
 * of its errors, which are those of Consul's {@code agent/consul/state/txn.go} and {@code
 * acl/errors.go}.
 */
final class ConsulAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MISSING_RIGHT = Pattern.compile("lacks permission '([^']+)'");
    private static final Pattern BODY =
            Pattern.compile("failed with status \\[\\d+]: (.*)", Pattern.DOTALL);
    private static final int NAMED_KEYS = 3;

    private final String address;
    private final ConsulReachability reachability;

    /**
     * @param address host:port, for people
     * @param reachability told of every call
     */
    ConsulAnswers(String address, ConsulReachability reachability) {
        this.address = address;
        this.reachability = reachability;
    }

    /** A call succeeded. */
    void success() {
        reachability.answered();
    }

    /**
     * A call failed.
     *
     * @param operations those of the transaction that failed; empty if it was another call
     * @return what to throw
     */
    RuntimeException failure(ConsulException e, List<KvOperation> operations) {
        RuntimeException meaning = meaning(e, operations);
        tell(meaning, e);
        return meaning;
    }

    private void tell(RuntimeException meaning, ConsulException e) {
        if (!(meaning instanceof ConsulUnavailable unavailable)) {
            reachability.answered();
        } else if (!ConsulSilence.isOurDoing(e)) {
            reachability.failed(unavailable);
        }
    }

    private RuntimeException meaning(ConsulException e, List<KvOperation> operations) {
        if (!e.hasCode()) {
            return new ConsulUnavailable(address, ConsulSilence.reason(e), e);
        }
        int status = e.getCode();
        if (status == 409) {
            return conflict(e, operations);
        }
        if (status == 401 || status == 403) {
            return new ConsulDenied(says("denies access: " + OneLine.of(body(e))), e);
        }
        if (status == 413) {
            return new ChangeTooLarge(says("refuses the size: " + OneLine.of(body(e))), e);
        }
        String answer = "status " + status + ": " + OneLine.of(body(e));
        return status == 408 || status == 429 || status >= 500
                ? new ConsulUnavailable(address, answer, e)
                : new ConsulRefused(says("refuses with " + answer), e);
    }

    private RuntimeException conflict(ConsulException e, List<KvOperation> operations) {
        List<Fault> faults = faults(body(e), operations);
        List<Fault> denied = faults.stream().filter(Fault::isDenied).toList();
        if (!denied.isEmpty()) {
            return new ConsulDenied(
                    says("denies " + denied.get(0).missingRight() + " on " + names(keys(denied))),
                    e);
        }
        if (!faults.isEmpty() && faults.stream().allMatch(Fault::isStale)) {
            List<KvKey> keys = keys(faults);
            return new StaleSnapshot(says("has newer values of " + names(keys)), keys, e);
        }
        return new ConsulRefused(says("refuses the transaction: " + OneLine.of(body(e))), e);
    }

    /** One entry of "Errors". */
    private record Fault(KvOperation operation, String text) {
        boolean isDenied() {
            return text.contains("Permission denied");
        }

        boolean isStale() {
            return text.endsWith("index is stale");
        }

        String missingRight() {
            Matcher right = MISSING_RIGHT.matcher(text);
            return right.find() ? right.group(1) : operation.right();
        }
    }

    /** Empty if the body is not what Consul answers to a failed transaction. */
    private static List<Fault> faults(String body, List<KvOperation> operations) {
        List<Fault> faults = new ArrayList<>();
        for (JsonNode error : tree(body).path("Errors")) {
            int index = error.path("OpIndex").asInt(-1);
            if (index >= 0 && index < operations.size()) {
                faults.add(new Fault(operations.get(index), error.path("What").asText()));
            }
        }
        return faults;
    }

    private static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // Not from Consul, but from something in front of it: then there are no errors to read.
            return JSON.missingNode();
        }
    }

    private static List<KvKey> keys(List<Fault> faults) {
        return faults.stream().map(fault -> fault.operation().kvKey()).distinct().toList();
    }

    private static String names(List<KvKey> keys) {
        String first =
                keys.stream().limit(NAMED_KEYS).map(KvKey::path).collect(Collectors.joining(", "));
        int more = keys.size() - NAMED_KEYS;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private String says(String what) {
        return "Consul at " + address + " " + what;
    }

    /** The client has the body of the answer in its message only. */
    private static String body(ConsulException e) {
        Matcher body = BODY.matcher(e.getMessage());
        return body.find() ? body.group(1) : "";
    }
}
