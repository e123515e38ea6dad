package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventSeries;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes Events about Services. What is said again of the same Service becomes no other Event: the
 * name of an Event comes from what it says, so that the series of the first one counts up,
 * whichever replica has written it.
 */
public final class EventWriter {
    /** Has to have the form of a label's key. */
    static final String CONTROLLER = "github.com/kube-service-exporter";

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int RETRIES = 1;
    private static final int UNPROCESSABLE = 422;

    /** As in Kubernetes' validation of Events. */
    private static final int LONGEST_INSTANCE = 128;

    private static final int ID_BYTES = 8;

    /** Kubernetes takes exactly six digits (RFC3339Micro in its MicroTime). */
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** As the API server words every missing right; quotas and ending namespaces are 403, too. */
    private static final Pattern MISSING = Pattern.compile("cannot (\\w+) resource \"events\"");

    private final KubernetesClient client;
    private final String instance;
    private final Clock clock;

    /**
     * @param pod who writes
     */
    public EventWriter(KubernetesClient client, String pod, Clock clock) {
        this.client = client;
        this.instance = pod.substring(0, Math.min(pod.length(), LONGEST_INSTANCE));
        this.clock = clock;
    }

    /**
     * Writes, or counts up what says the same.
     *
     * @param service as the API server gave it, with its uid
     * @throws EventRefused if that cannot be written
     * @throws KubernetesUnavailable if the API server does not answer
     */
    public void write(Service service, EventText text) {
        Event event = event(service, text);
        try {
            Hasty.call(
                    client,
                    PATIENCE,
                    RETRIES,
                    hasty -> hasty.events().v1().events().resource(event).create());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw failure(event, e);
            }
            countUp(event);
        }
    }

    /** A patch that changes nothing is a read that needs no more rights than to patch. */
    private void countUp(Event event) {
        try {
            EventSeries series = patch(event, "{}").getSeries();
            int count = series == null || series.getCount() == null ? 1 : series.getCount();
            String patch = "{\"series\":{\"count\":%d,\"lastObservedTime\":\"%s\"}}";
            patch(event, patch.formatted(count + 1, MICROS.format(clock.instant())));
        } catch (KubernetesClientException e) {
            throw failure(event, e);
        }
    }

    private Event patch(Event event, String patch) {
        return Hasty.call(
                client,
                PATIENCE,
                RETRIES,
                hasty ->
                        hasty.events()
                                .v1()
                                .events()
                                .resource(event)
                                .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }

    private Event event(Service service, EventText text) {
        ObjectMeta about = service.getMetadata();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(about.getNamespace())
                .withName(about.getName() + "." + id(about.getUid(), text))
                .endMetadata()
                .withEventTime(new MicroTime(MICROS.format(text.since())))
                .withType(text.type())
                .withReason(text.reason())
                .withAction(text.action())
                .withNote(text.note())
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withNewRegarding()
                .withApiVersion("v1")
                .withKind("Service")
                .withNamespace(about.getNamespace())
                .withName(about.getName())
                .withUid(about.getUid())
                .withResourceVersion(about.getResourceVersion())
                .endRegarding()
                .build();
    }

    private static String id(String uid, EventText text) {
        String all = String.join("\n", uid, text.reason(), text.note());
        byte[] hash = sha256().digest(all.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** 404 to a patch: it expired just now; 404 to a create: the namespace is gone. */
    private RuntimeException failure(Event event, KubernetesClientException e) {
        String namespace = event.getMetadata().getNamespace();
        String message = "Event in namespace " + namespace + ": " + Reason.of(e);
        Matcher missing = MISSING.matcher(message);
        return switch (e.getCode()) {
            case HttpURLConnection.HTTP_FORBIDDEN ->
                    new EventRefused(
                            message, missing.find() ? missing.group(1) : "", !isEnding(message), e);
            case HttpURLConnection.HTTP_BAD_REQUEST,
                    HttpURLConnection.HTTP_NOT_FOUND,
                    UNPROCESSABLE ->
                    new EventRefused(message, "", false, e);
            default -> new KubernetesUnavailable(client.getMasterUrl(), e);
        };
    }

    private static boolean isEnding(String message) {
        return message.contains("because it is being terminated");
    }
}
