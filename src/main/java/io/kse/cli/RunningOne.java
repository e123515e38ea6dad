package io.kse.cli;

import io.kse.config.BadSettings;
import io.kse.config.HttpSettings;
import io.kse.service.Quoted;
import io.kse.service.ServiceName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A running exporter as its HTTP end points know it. */
final class RunningOne {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Longer than it waits for Consul. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String OUTCOME = "X-Explain-Outcome";
    private static final String OTHERS = "; --url asks another one, --offline none";

    private final String url;

    private RunningOne(String url) {
        this.url = url;
    }

    /** What it has said, with the word of {@link io.kse.explain.Outcome}. */
    record Told(String outcome, String body) {}

    /**
     * @param url of any; empty means the one on this host
     * @throws BadSettings if its port cannot be told from the environment
     */
    static RunningOne at(Optional<String> url, Map<String, String> environment) throws BadSettings {
        String at =
                url.isPresent()
                        ? url.get()
                        : "http://127.0.0.1:" + HttpSettings.from(environment).port();
        return new RunningOne(at.endsWith("/") ? at.substring(0, at.length() - 1) : at);
    }

    /**
     * @throws NoAnswer if it does not explain, with the reason
     */
    Told explain(ServiceName service, boolean asJson) throws NoAnswer, InterruptedException {
        HttpResponse<String> response = send(service, asJson ? "application/json" : "text/plain");
        Optional<String> outcome =
                response.headers().firstValue(OUTCOME).filter(word -> !word.isEmpty());
        if (outcome.isEmpty()) {
            throw new NoAnswer(refusal(response));
        }
        return new Told(outcome.get(), response.body());
    }

    private HttpResponse<String> send(ServiceName service, String type)
            throws NoAnswer, InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
        try {
            URI uri = URI.create("%s/explain/%s".formatted(url, service));
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Accept", type).build();
            return client.send(request, BodyHandlers.ofString());
        } catch (IllegalArgumentException e) {
            throw new NoAnswer(
                    "%s is no address: accepted is one such as http://127.0.0.1:8080"
                            .formatted(Quoted.of(url)),
                    e);
        } catch (IOException e) {
            throw new NoAnswer("no exporter answers at " + url + why(e) + OTHERS, e);
        }
    }

    /** The JDK's client says nothing of a refused connection. */
    private static String why(IOException failure) {
        return failure.getMessage() == null ? "" : ": " + failure.getMessage();
    }

    private String refusal(HttpResponse<String> response) {
        String said = response.body().lines().findFirst().orElse("");
        String line = url + " answers " + response.statusCode();
        return switch (response.statusCode()) {
            case 403 -> line + ": KSE_STATUS_PAGE lets nobody ask from here" + OTHERS;
            case 404 -> line + ": no exporter, or one with KSE_STATUS_PAGE=off" + OTHERS;
            default -> line + (said.isEmpty() ? "" : ": " + Quoted.of(said)) + OTHERS;
        };
    }
}
