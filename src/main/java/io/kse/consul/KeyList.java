package io.kse.consul;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kse.consul.ConsulReachability.Action;
import io.kse.document.KeySpace;
import io.kse.document.KvKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.kiwiproject.consul.ConsulException;

/**
 * Which documents of our cluster Consul holds.
 *
 * <p>Reads the keys of all clusters as a stream and keeps only ours: memory does not grow with
 * other clusters. (The Consul client keeps them all, and hides that a list was filtered.)
 */
final class KeyList {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int NOT_FOUND = 404;

    private final OkHttpClient http;
    private final HttpUrl url;
    private final KeySpace keys;
    private final ConsulAnswers answers;

    /**
     * @param isFiltered as {@link io.kse.plan.Snapshot#isFiltered}
     */
    record Listed(List<KvKey> keys, boolean isFiltered) {}

    /**
     * @param http sends what the settings say of token, namespace and TLS
     * @param consul scheme, host and port
     * @param datacenter empty means the agent's own
     */
    KeyList(
            OkHttpClient http,
            HttpUrl consul,
            KeySpace keys,
            Optional<String> datacenter,
            ConsulAnswers answers) {
        this.http = http;
        this.keys = keys;
        this.answers = answers;
        this.url = url(consul, keys.services(), datacenter).addQueryParameter("keys", null).build();
    }

    /** Of what Consul holds at {@code path}; whatever is in it, it is one path there. */
    static HttpUrl.Builder url(HttpUrl consul, String path, Optional<String> datacenter) {
        HttpUrl.Builder url = consul.newBuilder().encodedPath("/v1/kv/");
        for (String segment : path.split("/", -1)) {
            url.addPathSegment(segment);
        }
        datacenter.ifPresent(name -> url.addQueryParameter("dc", name));
        return url;
    }

    /**
     * @throws ConsulUnavailable if Consul does not answer
     * @throws ConsulDenied if our token may not list keys; without the right to read them, the list
     *     is shorter or empty instead
     */
    Listed read() {
        try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
            Listed listed = listed(response);
            answers.success(Action.READ);
            return listed;
        } catch (IOException e) {
            String what = "Consul request to [" + url + "] failed";
            throw answers.failure(new ConsulException(what, e), Action.READ, List.of());
        }
    }

    private Listed listed(Response response) throws IOException {
        boolean none = response.code() == NOT_FOUND;
        if (!response.isSuccessful() && !none) {
            throw answers.listRefusal(response.code(), response.body().string(), keys.services());
        }
        if (response.header("X-Consul-Index") == null) {
            throw new IOException("status " + response.code() + ", but not Consul's");
        }
        boolean filtered = "true".equals(response.header("X-Consul-Results-Filtered-By-ACLs"));
        return new Listed(none ? List.of() : ours(response), filtered);
    }

    private List<KvKey> ours(Response response) throws IOException {
        List<KvKey> ours = new ArrayList<>();
        try (JsonParser json = JSON.createParser(response.body().byteStream())) {
            expect(JsonToken.START_ARRAY, json);
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                String path = json.getText();
                if (keys.isOurs(path)) {
                    ours.add(new KvKey(path));
                }
            }
            if (json.currentToken() != JsonToken.END_ARRAY) {
                throw new JsonParseException(json, "no list of keys");
            }
        }
        return ours;
    }

    private static void expect(JsonToken token, JsonParser json) throws IOException {
        if (json.nextToken() != token) {
            throw new JsonParseException(json, "no list of keys");
        }
    }
}
