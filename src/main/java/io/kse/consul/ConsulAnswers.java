package io.kse.consul;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kse.consul.ConsulReachability.Action;
import io.kse.document.KvKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
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
    private static final String PERMISSION_DENIED = "Permission denied";
    private static final Pattern FENCED_OFF =
            Pattern.compile("failed (to check session|session check|to check index|index check)");

    /** From {@code net/http/server.go} of Go's library. */
    private static final String PLAIN_HTTP = "Client sent an HTTP request to an HTTPS server";

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
    void success(Action action) {
        reachability.succeeded(action);
    }

    /**
     * A call failed.
     *
     * @param operations those of the transaction that failed; empty if it was another call
     * @return what to throw
     */
    RuntimeException failure(ConsulException e, Action action, List<KvOperation> operations) {
        RuntimeException meaning = meaning(e, operations);
        tell(meaning, action, e);
        return meaning;
    }

    /**
     * The list of the keys under {@code prefix} came back with a status of its own.
     *
     * @return what to throw
     */
    RuntimeException listRefusal(int status, String body, String prefix) {
        return refusal(status, body, "key:list on " + prefix);
    }

    /** The same for one key that was read. */
    RuntimeException keyRefusal(int status, String body, KvKey key) {
        return refusal(status, body, "key:read on " + key);
    }

    private RuntimeException refusal(int status, String body, String right) {
        ConsulException e = new ConsulException("status " + status + ": " + OneLine.of(body));
        RuntimeException meaning =
                status == 403 && body.contains(PERMISSION_DENIED)
                        ? new ConsulDenied(says("denies " + right), e)
                        : meaning(status, body, e, List.of());
        tell(meaning, Action.READ, e);
        return meaning;
    }

    private void tell(RuntimeException meaning, Action action, ConsulException e) {
        if (!(meaning instanceof ConsulUnavailable unavailable)) {
            reachability.answered(action);
        } else if (!ConsulSilence.isOurDoing(e)) {
            reachability.failed(action, unavailable);
        }
    }

    private RuntimeException meaning(ConsulException e, List<KvOperation> operations) {
        if (!e.hasCode()) {
            return new ConsulUnavailable(address, ConsulSilence.reason(e), e);
        }
        return meaning(e.getCode(), body(e), e, operations);
    }

    private RuntimeException meaning(
            int status, String body, ConsulException e, List<KvOperation> operations) {
        if (status == 409) {
            return conflict(body, e, operations);
        }
        if (UnknownToken.is(status, body)) {
            return new ConsulUnavailable(address, UnknownToken.REASON, true, e);
        }
        if (status == 400 && body.startsWith(PLAIN_HTTP)) {
            return new ConsulUnavailable(
                    address, "it wants HTTPS on this port (see CONSUL_HTTP_SSL)", true, e);
        }
        if (status == 401 || status == 403) {
            return new ConsulDenied(says("denies access: " + OneLine.of(body)), e);
        }
        if (status == 413) {
            return new ChangeTooLarge(says("refuses the size: " + OneLine.of(body)), e);
        }
        String answer = "status " + status + ": " + OneLine.of(body);
        return status == 408 || status == 429 || status >= 500
                ? new ConsulUnavailable(address, answer, true, e)
                : new ConsulRefused(says("refuses with " + answer), e);
    }

    private RuntimeException conflict(
            String body, ConsulException e, List<KvOperation> operations) {
        List<Fault> faults = faults(body, operations);
        Optional<Fault> fence = faults.stream().filter(Fault::isFence).findFirst();
        if (fence.isPresent()) {
            return new FencedOff(says("fences us off: " + OneLine.of(fence.get().text())), e);
        }
        List<Fault> denied = faults.stream().filter(Fault::isDenied).toList();
        if (!denied.isEmpty()) {
            return new ConsulDenied(says("denies " + rights(denied)), keys(denied), e);
        }
        if (!faults.isEmpty() && faults.stream().allMatch(Fault::isStale)) {
            List<KvKey> keys = keys(faults);
            return new StaleSnapshot(says("has newer values of " + names(keys)), keys, e);
        }
        return new ConsulRefused(says("refuses the transaction: " + OneLine.of(body)), e);
    }

    /** One entry of "Errors". */
    private record Fault(int index, KvOperation operation, String text) {
        /** The fence is always the first operation. */
        boolean isFence() {
            return index == 0 && FENCED_OFF.matcher(text).lookingAt();
        }

        boolean isDenied() {
            return text.contains(PERMISSION_DENIED);
        }

        /** A key that is read because it was there, and is not there any more, moved as well. */
        boolean isStale() {
            return text.endsWith("index is stale")
                    || !operation.writes() && text.endsWith("doesn't exist");
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
                faults.add(new Fault(index, operations.get(index), error.path("What").asText()));
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

    private static String rights(List<Fault> denied) {
        return denied.stream()
                .collect(groupingBy(Fault::missingRight, LinkedHashMap::new, toList()))
                .entrySet()
                .stream()
                .map(right -> right.getKey() + " on " + names(keys(right.getValue())))
                .collect(Collectors.joining(", "));
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
