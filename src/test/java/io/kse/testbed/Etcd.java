package io.kse.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is under an API server, for what it cannot be asked for: etcd, through its JSON gateway. */
public final class Etcd {
    private static final Pattern REVISION = Pattern.compile("\"revision\":\"(\\d+)\"");

    private final String url;

    public Etcd(RealKubernetes kubernetes) {
        url = kubernetes.etcdUrl();
    }

    /** As if somebody had deleted it while the API server is away. */
    public void deleteService(String namespace, String name) {
        String key = "/registry/services/specs/" + namespace + "/" + name;
        post("deleterange", "{\"key\":\"%s\"}".formatted(base64(key)));
    }

    /**
     * Whoever then wants to go on from an older version is answered 410 by an API server that was
     * started with {@code --watch-cache=false}, or is started after this. Everybody's version is
     * older, also when nothing has changed lately.
     */
    public void forgetHistory() {
        newRevision();
        String body = "{\"revision\":\"%s\",\"physical\":true}";
        post("compaction", body.formatted(newRevision()));
    }

    /** One more than the last, by a key that is nobody's. */
    private String newRevision() {
        String put = "{\"key\":\"%s\",\"value\":\"\"}".formatted(base64("testbed"));
        Matcher revision = REVISION.matcher(post("put", put));
        if (!revision.find()) {
            throw new IllegalStateException("etcd tells no revision");
        }
        return revision.group(1);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private String post(String path, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/v3/kv/" + path))
                        .POST(BodyPublishers.ofString(body))
                        .build();
        try {
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
