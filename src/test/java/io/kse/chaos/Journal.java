package io.kse.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.FaultyProxy.Exchange;
import io.kse.testbed.FaultyProxy.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What Consul has committed of what replicas wrote, whoever heard of it, as a proxy in front of
 * Consul saw it. All replicas write through it.
 */
final class Journal {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> READS =
            Set.of("get", "get-tree", "get-or-empty", "check-session", "check-index");

    private final Ticks ticks;
    private List<Entry> entries = new ArrayList<>();

    /**
     * @param session of the fence; empty if it has none
     * @param index at which it was committed; 0 if Consul does not say: of what deleted only, and
     *     of what was no transaction
     */
    record Entry(long tick, String session, long index, List<Written> written) {}

    /** A key and the value that it was given. */
    record Written(String key, String value) {}

    Journal(FaultyProxy consul, Ticks ticks) {
        this.ticks = ticks;
        consul.onAnswer(Request.of("PUT", "/v1/txn"), this::add);
        consul.onAnswer(Journal::isPlainWrite, this::addPlain);
    }

    /** Of anything but the lock, which is not written in transactions. */
    private static boolean isPlainWrite(Request request) {
        String path = URI.create(request.path()).getPath();
        return path.startsWith("/v1/kv/")
                && !request.method().equals("GET")
                && !path.equals("/v1/kv/" + Landscape.KEYS.leader().path());
    }

    private synchronized void addPlain(Exchange exchange) {
        if (exchange.status() == 200) {
            entries.add(new Entry(ticks.next(), "", 0, List.of()));
        }
    }

    private void add(Exchange exchange) {
        if (exchange.status() != 200) {
            return;
        }
        JsonNode operations = json(exchange.request().body());
        JsonNode results = json(exchange.answer()).path("Results");
        List<JsonNode> all = StreamSupport.stream(operations.spliterator(), false).toList();
        if (all.stream().allMatch(one -> READS.contains(verb(one)))) {
            return;
        }
        synchronized (this) {
            entries.add(new Entry(ticks.next(), fence(all), index(results), written(all)));
        }
    }

    private static String fence(List<JsonNode> operations) {
        JsonNode first = operations.get(0).path("kv");
        return first.path("Verb").asText().equals("check-session")
                ? first.path("Session").asText()
                : "";
    }

    /** Of the keys that were set: the lock, which is only looked at, has an older one. */
    private static long index(JsonNode results) {
        return StreamSupport.stream(results.spliterator(), false)
                .skip(1)
                .mapToLong(one -> one.path("KV").path("ModifyIndex").asLong())
                .max()
                .orElse(0);
    }

    private static List<Written> written(List<JsonNode> operations) {
        return operations.stream()
                .filter(one -> verb(one).equals("cas") || verb(one).equals("set"))
                .map(one -> one.path("kv"))
                .map(kv -> new Written(kv.path("Key").asText(), value(kv)))
                .toList();
    }

    private static String value(JsonNode kv) {
        return new String(
                Base64.getDecoder().decode(kv.path("Value").asText()), StandardCharsets.UTF_8);
    }

    private static String verb(JsonNode operation) {
        return operation.path("kv").path("Verb").asText();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + text, e);
        }
    }

    /** All since it was asked last, as they were committed; first those without an index. */
    synchronized List<Entry> take() {
        List<Entry> all = entries;
        entries = new ArrayList<>();
        return all.stream().sorted(Comparator.comparingLong(Entry::index)).toList();
    }

    /** Sessions that wrote after the next one had begun to; of what has no index nobody knows. */
    static List<String> overlapping(List<Entry> inOrder) {
        List<String> overlapping = new ArrayList<>();
        Set<String> over = new HashSet<>();
        String now = "";
        for (Entry entry : inOrder) {
            if (entry.index > 0 && !entry.session.equals(now)) {
                over.add(now);
                now = entry.session;
                if (over.contains(now)) {
                    overlapping.add(now);
                }
            }
        }
        return overlapping;
    }
}
