package io.kse.consul;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kse.config.ConsulSettings;
import io.kse.consul.ConsulReachability.Action;
import io.kse.registration.AgentState;
import io.kse.registration.Registered;
import io.kse.registration.Registered.Check;
import io.kse.registration.Registration;
import io.kse.registration.RegistrationChange;
import io.kse.registration.RegistrationChange.Maintain;
import io.kse.registration.RegistrationChange.Register;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * The Services that one Consul agent holds: reads them, registers and deregisters. Takes lists as
 * they come, whatever kinds of Services others have registered there, where the Consul client
 * insists on fields.
 */
public final class AgentServices implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MediaType AS_JSON = MediaType.get("application/json");
    private static final int NOT_FOUND = 404;

    /** As Consul's {@code structs.ServiceMaintPrefix}: how it calls the check of a maintenance. */
    private static final String MAINTENANCE = "_service_maintenance:";

    private final OkHttpClient http;
    private final HttpUrl url;
    private final AgentAddress address;
    private final AgentAnswers answers;

    /**
     * Connects to nothing yet.
     *
     * @param reachability told of every call; but that changes work again, who makes them tells it
     */
    public AgentServices(ConsulClients clients, ConsulReachability reachability) {
        ConsulSettings settings = clients.settings();
        this.http = clients.http();
        this.url = ConsulClients.url(settings);
        this.address = new AgentAddress(settings.host());
        this.answers = new AgentAnswers(ConsulClients.address(settings), reachability);
    }

    /**
     * Everything that the agent holds and our token may read.
     *
     * @throws ConsulUnavailable if it does not answer, or its host is not known
     * @throws ConsulRefused if it answers no
     */
    public AgentState read() {
        JsonNode services = list("services");
        JsonNode checks = list("checks");
        Map<String, List<JsonNode>> byService = new HashMap<>();
        checks.forEach(
                check ->
                        byService
                                .computeIfAbsent(text(check, "ServiceID"), id -> new ArrayList<>())
                                .add(check));
        Map<String, Registered> registered = new HashMap<>();
        services.properties()
                .forEach(
                        entry ->
                                registered.put(
                                        entry.getKey(),
                                        registered(
                                                entry.getValue(),
                                                byService.getOrDefault(
                                                        entry.getKey(), List.of()))));
        return new AgentState(address(), registered);
    }

    private String address() {
        try {
            return address.get();
        } catch (IOException e) {
            throw answers.silence(e, Action.READ, url.toString());
        }
    }

    private JsonNode list(String what) {
        Request request = new Request.Builder().url(path(what)).build();
        try (Response response = http.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw answers.refusal(
                        response.code(), response.body().string(), Action.READ, "service:read");
            }
            JsonNode list = JSON.readTree(response.body().byteStream());
            if (list == null || !list.isObject()) {
                throw new IOException("no list of " + what);
            }
            answers.success(Action.READ);
            return list;
        } catch (IOException e) {
            throw answers.silence(e, Action.READ, request.url().toString());
        }
    }

    private static Registered registered(JsonNode service, List<JsonNode> checks) {
        List<String> tags = new ArrayList<>();
        service.path("Tags").forEach(tag -> tags.add(tag.asText()));
        return new Registered(
                text(service, "Service"),
                tags,
                text(service, "Address"),
                service.path("Port").asInt(),
                checks.stream()
                        .filter(check -> !isMaintenance(check))
                        .map(AgentServices::check)
                        .toList(),
                checks.stream()
                        .filter(AgentServices::isMaintenance)
                        .map(check -> text(check, "Notes"))
                        .findFirst());
    }

    private static boolean isMaintenance(JsonNode check) {
        return text(check, "CheckID").startsWith(MAINTENANCE);
    }

    private static Check check(JsonNode check) {
        return new Check(text(check, "Name"), text(check, "Type"), text(check, "Interval"));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    /**
     * True if the agent holds something under that id; a small request.
     *
     * @throws ConsulUnavailable if it does not answer
     * @throws ConsulRefused if it answers no
     */
    public boolean holds(String id) {
        HttpUrl service = path("service").newBuilder().addPathSegment(id).build();
        Request request = new Request.Builder().url(service).build();
        String right = "service:read on " + id;
        return send(request, Action.READ, right);
    }

    /**
     * Makes that change. What is to be deregistered and is not there is deregistered.
     *
     * @throws ConsulUnavailable if the agent does not answer; the change may have been made
     * @throws ConsulRefused if it answers no
     */
    public void make(RegistrationChange change) {
        String right = "service:write on " + change.id();
        if (change instanceof Register register) {
            register(register.registration(), right);
        } else if (change instanceof Maintain maintain) {
            maintain(maintain, right);
        } else {
            send(deregister(change.id()), Action.WRITE, right);
        }
    }

    /** What is gone meanwhile can be in no maintenance. */
    private void maintain(Maintain maintain, String right) {
        HttpUrl.Builder url =
                path("service/maintenance")
                        .newBuilder()
                        .addPathSegment(maintain.id())
                        .addQueryParameter("enable", String.valueOf(maintain.begins()));
        if (maintain.begins()) {
            url.addQueryParameter("reason", maintain.why());
        }
        send(put(url.build(), ""), Action.WRITE, right);
    }

    private void register(Registration registration, String right) {
        Request request = put(path("service/register"), json(registration).toString());
        if (!send(request, Action.WRITE, right)) {
            throw answers.refusal(NOT_FOUND, "nothing was registered", Action.WRITE, right);
        }
    }

    private Request deregister(String id) {
        return put(path("service/deregister").newBuilder().addPathSegment(id).build(), "");
    }

    private static Request put(HttpUrl url, String body) {
        return new Request.Builder().url(url).put(RequestBody.create(body, AS_JSON)).build();
    }

    private static ObjectNode json(Registration registration) {
        ObjectNode json = JSON.createObjectNode();
        json.put("ID", registration.id()).put("Name", registration.id());
        registration.tags().forEach(json.putArray("Tags")::add);
        json.put("Address", registration.address()).put("Port", registration.port());
        json.putObject("Check")
                .put("Name", Registration.CHECK_NAME)
                .put("TCP", registration.checked())
                .put("Interval", Registration.CHECK_INTERVAL);
        return json;
    }

    /** False if the answer is that there is no such Service. */
    private boolean send(Request request, Action action, String right) {
        try (Response response = http.newCall(request).execute()) {
            if (!response.isSuccessful() && response.code() != NOT_FOUND) {
                throw answers.refusal(response.code(), response.body().string(), action, right);
            }
            answers.success(action);
            return response.code() != NOT_FOUND;
        } catch (IOException e) {
            throw answers.silence(e, action, request.url().toString());
        }
    }

    private HttpUrl path(String path) {
        return url.newBuilder().addPathSegments("v1/agent/" + path).build();
    }

    @Override
    public void close() {
        http.connectionPool().evictAll();
    }
}
