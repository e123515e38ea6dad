package io.kse.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.kse.testbed.FaultyProxy;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What whoever keeps the journal hears of writes to a real Consul. */
@ExtendWith(RealServers.class)
class JournalTest {
    private static final String WITHOUT_FENCE = "";

    private final RealConsul consul;
    private final String key;
    private FaultyProxy proxy;
    private Journal journal;

    JournalTest(RealConsul consul) {
        this.consul = consul;
        this.key = consul.newPrefix() + "/key";
    }

    @BeforeEach
    void start() {
        proxy = FaultyProxy.http(consul.port());
        journal = new Journal(proxy, new Ticks());
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private void send(String method, String path, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(proxy.url() + path))
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        http.send(request, BodyHandlers.discarding());
    }

    private void transaction(String operation) throws Exception {
        send("PUT", "/v1/txn", "[{\"kv\":{%s,\"Key\":\"%s\"}}]".formatted(operation, key));
    }

    @Test
    void keepsWhatWasWritten() throws Exception {
        transaction("\"Verb\":\"set\",\"Value\":\"eA==\"");

        assertThat(journal.take())
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.session()).isEqualTo(WITHOUT_FENCE);
                            assertThat(entry.written())
                                    .containsExactly(new Journal.Written(key, "x"));
                        });
        assertThat(journal.take()).isEmpty();
    }

    @Test
    void keepsATransactionThatDeletesOnly() throws Exception {
        transaction("\"Verb\":\"delete\"");

        assertThat(journal.take())
                .extracting(Journal.Entry::session)
                .containsExactly(WITHOUT_FENCE);
    }

    @Test
    void keepsWhatIsNoTransaction() throws Exception {
        send("PUT", "/v1/kv/" + key, "x");
        send("DELETE", "/v1/kv/" + key, "");

        assertThat(journal.take())
                .extracting(Journal.Entry::session)
                .containsExactly(WITHOUT_FENCE, WITHOUT_FENCE);
    }

    @Test
    void keepsNoReadsNoRefusedTransactionsAndNothingOfTheLock() throws Exception {
        String lock = Landscape.KEYS.leader().path().replace("/", "%2F");

        send("GET", "/v1/kv/" + key, "");
        transaction("\"Verb\":\"get-or-empty\"");
        transaction("\"Verb\":\"cas\",\"Index\":7,\"Value\":\"eA==\"");
        send("PUT", "/v1/kv/" + lock + "?acquire=none", "pod");

        assertThat(journal.take()).isEmpty();
    }
}
