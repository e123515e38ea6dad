package io.kse.explain;

import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.explain.Presence.Absent;
import io.kse.explain.Presence.Unseen;
import io.kse.explain.Presence.Unwatched;
import io.kse.plan.ServiceState;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The first line of an explanation, and what it means for scripts. */
record Answer(State state, Outcome outcome, String line) {

    static Answer of(Findings findings, List<KeyFinding> keys) {
        Presence presence = findings.presence();
        if (presence instanceof Unseen unseen) {
            return unclear(findings.service(), unseen.why());
        } else if (presence instanceof Unwatched unwatched) {
            return notExported(
                    ServiceState.NOT_EXPORTED,
                    findings.service(),
                    why(findings.service(), unwatched),
                    keys);
        } else if (presence instanceof Absent absent) {
            return unknown(findings.service(), absent, keys);
        }
        return findings.documents()
                .map(documents -> present(documents, findings, keys))
                .orElseGet(() -> unclear(findings.service(), "its documents are not known"));
    }

    private static Answer unclear(ServiceName service, String why) {
        return new Answer(
                State.UNCLEAR,
                Outcome.UNCLEAR,
                "whether " + service + " is exported could not be found out: " + why);
    }

    private static String why(ServiceName service, Unwatched unwatched) {
        return "namespace %s is not in KSE_NAMESPACE_LIST (%s)"
                .formatted(service.namespace(), String.join(", ", unwatched.namespaces()));
    }

    private static Answer notExported(
            ServiceState state, ServiceName service, String why, List<KeyFinding> keys) {
        return new Answer(
                State.of(state),
                Outcome.OTHERWISE,
                service + " is not exported: " + why + leftovers(keys));
    }

    private static Answer unknown(ServiceName service, Absent absent, List<KeyFinding> keys) {
        String names =
                absent.near().stream().map(Object::toString).collect(Collectors.joining(", "));
        String near = names.isEmpty() ? "" : "; names near to it: " + names;
        String line = "there is no Service " + service + near + leftovers(keys);
        return new Answer(State.UNKNOWN, Outcome.OTHERWISE, line);
    }

    private static String leftovers(List<KeyFinding> keys) {
        long published = published(keys);
        return published == 0
                ? ""
                : "; Consul still holds something of it: "
                        + counts(keys.stream().filter(KeyFinding::isPublished).toList());
    }

    private static long published(List<KeyFinding> keys) {
        return keys.stream().filter(KeyFinding::isPublished).count();
    }

    private static Answer present(
            ServiceDocuments documents, Findings findings, List<KeyFinding> keys) {
        ServiceName service = documents.service();
        String why = String.join("; ", ServiceSteps.reasons(documents));
        Set<KvKey> taken = taken(keys).map(KeyFinding::key).collect(Collectors.toSet());
        ServiceState state = ServiceState.of(documents, taken);
        return switch (state) {
            case REFUSED -> kept(state, service + " is refused: " + why, findings, keys);
            case WAITING_FOR_INGRESS -> {
                String line = service + " waits for its ingress Service: " + why;
                yield kept(state, line, findings, keys);
            }
            case UNDECIDED -> {
                String line = service + " is neither exported nor unexported: " + why;
                yield kept(state, line, findings, keys);
            }
            case KEY_TAKEN -> withoutKeys(service, keys);
            case EXPORTED -> exported(service, findings, keys);
            case NOT_EXPORTED, NO_NODE_PORT -> notExported(state, service, why, keys);
        };
    }

    private static Answer kept(
            ServiceState state, String line, Findings findings, List<KeyFinding> keys) {
        String stays =
                findings.outlook().isPresent() && published(keys) == 0
                        ? "; nothing of it is published"
                        : "; what was published stays";
        return new Answer(State.of(state), Outcome.OTHERWISE, line + stays);
    }

    private static Stream<KeyFinding> taken(List<KeyFinding> keys) {
        return keys.stream().filter(key -> key.state() == KeyState.TAKEN);
    }

    private static Answer withoutKeys(ServiceName service, List<KeyFinding> keys) {
        String why =
                taken(keys)
                        .map(key -> "key " + key.key() + " " + key.says())
                        .collect(Collectors.joining("; "));
        String line = service + " is not exported: " + why + leftovers(keys);
        return new Answer(State.of(ServiceState.KEY_TAKEN), Outcome.OTHERWISE, line);
    }

    private static Answer exported(ServiceName service, Findings findings, List<KeyFinding> keys) {
        if (findings.outlook().isEmpty()) {
            return new Answer(
                    State.of(ServiceState.EXPORTED),
                    Outcome.UNCLEAR,
                    service
                            + " is to be exported, but whether Consul holds what it should could"
                            + " not be found out");
        }
        List<KeyFinding> own = keys.stream().filter(key -> key.state() != KeyState.TAKEN).toList();
        boolean isEqual = own.stream().allMatch(key -> key.state() == KeyState.EQUAL);
        boolean isWhole = isEqual && own.size() == keys.size();
        return new Answer(
                State.of(ServiceState.EXPORTED),
                isWhole ? Outcome.EXPORTED : Outcome.OTHERWISE,
                service + (isEqual ? right(own) : wrong(own)) + othersKeys(keys));
    }

    private static String right(List<KeyFinding> own) {
        return own.size() == 1
                ? " is exported: Consul holds its document as it should be"
                : " is exported: Consul holds its " + own.size() + " documents as they should be";
    }

    private static String wrong(List<KeyFinding> own) {
        String is = published(own) == 0 ? " is to be exported" : " is exported";
        return is + ", but Consul is not as it should be: " + differences(own);
    }

    private static String differences(List<KeyFinding> own) {
        List<KeyFinding> wrong = own.stream().filter(key -> key.state() != KeyState.EQUAL).toList();
        if (wrong.size() > 1) {
            return counts(own);
        }
        String which = own.size() == 1 ? "its document" : "key " + wrong.get(0).key();
        return which + " " + wrong.get(0).says();
    }

    /** Consul is right about them: what they hold is not this Service's. */
    private static String othersKeys(List<KeyFinding> keys) {
        return taken(keys)
                .map(key -> "; key " + key.key() + " " + key.says())
                .collect(Collectors.joining());
    }

    private static String counts(List<KeyFinding> keys) {
        Map<KeyState, Long> counts =
                keys.stream()
                        .collect(
                                Collectors.groupingBy(
                                        KeyFinding::state, TreeMap::new, Collectors.counting()));
        Function<Map.Entry<KeyState, Long>, String> count =
                each ->
                        "%d %s %s"
                                .formatted(
                                        each.getValue(),
                                        each.getValue() == 1 ? "key" : "keys",
                                        each.getKey().phrase());
        return counts.entrySet().stream().map(count).collect(Collectors.joining(", "));
    }
}
