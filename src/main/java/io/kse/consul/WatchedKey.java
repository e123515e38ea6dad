package io.kse.consul;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kse.consul.ConsulReachability.Action;
import io.kse.document.KvKey;
import io.kse.plan.KeyReading;
import io.kse.plan.KeyReading.Hidden;
import io.kse.plan.KeyReading.Seen;
import io.kse.plan.Snapshot.Stored;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.kiwiproject.consul.ConsulException;

/**
 * One key, asked for with Consul's blocking queries: an answer comes when the key has changed.
 * (After a key that does not exist, the Consul client cannot wait: it hides the index.)
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/features/blocking">Consul's
 *     blocking queries</a>
 */
final class WatchedKey {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOT_FOUND = 404;
    private static final String INDEX = "X-Consul-Index";

    /** Consul lets up to a sixteenth more pass, so that not all who wait come back together. */
    private static final int SPREAD = 16;

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final OkHttpClient http;
    private final HttpUrl url;
    private final KvKey key;
    private final Duration wait;
    private final ConsulAnswers answers;
    private volatile Call call;
    private volatile boolean ended;

    /** 0 asks for an answer at once. */
    private long index;

    private long asked;

    /**
     * @param http sends what the settings say of token, namespace and TLS
     * @param consul scheme, host and port
     * @param datacenter empty means the agent's own
     * @param wait how long Consul has us wait for a change, in whole seconds
     */
    WatchedKey(
            OkHttpClient http,
            HttpUrl consul,
            KvKey key,
            Optional<String> datacenter,
            Duration wait,
            ConsulAnswers answers) {
        Duration longest = wait.plus(wait.dividedBy(SPREAD)).plus(ANSWER);
        this.http = http.newBuilder().readTimeout(longest).build();
        this.url = KeyList.url(consul, key.path(), datacenter).build();
        this.key = key;
        this.wait = wait;
        this.answers = answers;
    }

    /**
     * What it holds: the first time at once, then when it may have changed, or after a while. For
     * one thread.
     *
     * @throws ConsulUnavailable if Consul does not answer, or {@link #end} was called
     * @throws ConsulRefused if it answers no for another reason than a missing right
     */
    KeyReading next() {
        call = http.newCall(new Request.Builder().url(question()).build());
        if (ended) {
            call.cancel();
        }
        asked = System.nanoTime();
        try (Response response = call.execute()) {
            return reading(response);
        } catch (IOException e) {
            index = 0;
            throw answers.failure(
                    new ConsulException("Consul request to [" + url + "] failed", e),
                    Action.READ,
                    List.of());
        } catch (ConsulDenied e) {
            index = 0;
            return new Hidden(e.getMessage());
        } catch (ConsulUnavailable | ConsulRefused e) {
            // Meanwhile Consul may have lost what it had counted.
            index = 0;
            throw e;
        }
    }

    private HttpUrl question() {
        return index == 0
                ? url
                : url.newBuilder()
                        .addQueryParameter("index", String.valueOf(index))
                        .addQueryParameter("wait", wait.toSeconds() + "s")
                        .build();
    }

    private KeyReading reading(Response response) throws IOException {
        boolean isAbsent = response.code() == NOT_FOUND;
        if (!response.isSuccessful() && !isAbsent) {
            throw answers.keyRefusal(response.code(), response.body().string(), key);
        }
        String told = response.header(INDEX);
        if (told == null) {
            throw new IOException("status " + response.code() + ", but not Consul's");
        }
        Optional<Stored> stored = isAbsent ? Optional.empty() : Optional.of(stored(response));
        index = next(number(told));
        answers.success(Action.READ);
        return new Seen(stored);
    }

    private static long number(String index) throws IOException {
        try {
            return Long.parseLong(index);
        } catch (NumberFormatException e) {
            throw new IOException("no index of Consul's", e);
        }
    }

    /**
     * An answer that comes early and unchanged is of data that Consul has thrown away, as when a
     * snapshot is restored; it would let us wait for what that had come to.
     */
    private long next(long told) {
        boolean isEarly = System.nanoTime() - asked < wait.toNanos();
        return told == index && isEarly ? 0 : told;
    }

    private static Stored stored(Response response) throws IOException {
        JsonNode entry = JSON.readTree(response.body().byteStream()).path(0);
        if (!entry.path("ModifyIndex").isIntegralNumber()) {
            throw new IOException("no entry of Consul KV");
        }
        // Consul keeps an empty value as null.
        byte[] value = entry.path("Value").binaryValue();
        return new Stored(entry.path("ModifyIndex").asLong(), value == null ? new byte[0] : value);
    }

    /** Whoever waits for an answer gets none, from now on. */
    void end() {
        ended = true;
        Call last = call;
        if (last != null) {
            last.cancel();
        }
        http.connectionPool().evictAll();
    }
}
