package io.kse.explain;

import io.kse.document.KvKey;
import io.kse.document.ServiceDocuments;
import io.kse.document.ServiceDocuments.AwaitsIngress;
import io.kse.document.ServiceDocuments.Rejected;
import io.kse.document.ServiceDocuments.Undecided;
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
                    State.NOT_EXPORTED,
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
            State state, ServiceName service, String why, List<KeyFinding> keys) {
        return new Answer(
                state, Outcome.OTHERWISE, service + " is not exported: " + why + leftovers(keys));
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
        if (documents instanceof Rejected) {
            return kept(State.REFUSED, service + " is refused: " + why, findings, keys);
        } else if (documents instanceof AwaitsIngress) {
            String line = service + " waits for its ingress Service: " + why;
            return kept(State.WAITING_FOR_INGRESS, line, findings, keys);
        } else if (documents instanceof Undecided) {
            String line = service + " is neither exported nor unexported: " + why;
            return kept(State.UNDECIDED, line, findings, keys);
        }
        Set<KvKey> taken = taken(keys).map(KeyFinding::key).collect(Collectors.toSet());
        return switch (ServiceState.of(documents, taken)) {
            case KEY_TAKEN -> withoutKeys(service, keys);
            case EXPORTED -> exported(service, findings, keys);
            case NO_NODE_PORT -> notExported(State.NO_NODE_PORT, service, why, keys);
            default -> notExported(State.NOT_EXPORTED, service, why, keys);
        };
    }

    private static Answer kept(State state, String line, Findings findings, List<KeyFinding> keys) {
        String stays =
                findings.outlook().isPresent() && published(keys) == 0
                        ? "; nothing of it is published"
                        : "; what was published stays";
        return new Answer(state, Outcome.OTHERWISE, line + stays);
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
        return new Answer(State.KEY_TAKEN, Outcome.OTHERWISE, line);
    }

    private static Answer exported(ServiceName service, Findings findings, List<KeyFinding> keys) {
        if (findings.outlook().isEmpty()) {
            return new Answer(
                    State.EXPORTED,
                    Outcome.UNCLEAR,
                    service
                            + " is exported, but whether Consul holds what it should could not be"
                            + " found out");
        }
        return exported(service, keys);
    }

    private static Answer exported(ServiceName service, List<KeyFinding> keys) {
        boolean isEqual = keys.stream().allMatch(key -> key.state() == KeyState.EQUAL);
        if (isEqual) {
            String holds =
                    keys.size() == 1
                            ? "its document as it should be"
                            : "its " + keys.size() + " documents as they should be";
            return new Answer(
                    State.EXPORTED,
                    Outcome.EXPORTED,
                    service + " is exported: Consul holds " + holds);
        }
        return new Answer(
                State.EXPORTED,
                Outcome.OTHERWISE,
                service + " is exported, but Consul is not as it should be: " + wrong(keys));
    }

    private static String wrong(List<KeyFinding> keys) {
        List<KeyFinding> wrong =
                keys.stream().filter(key -> key.state() != KeyState.EQUAL).toList();
        if (wrong.size() > 1) {
            return counts(keys);
        }
        String which = keys.size() == 1 ? "its document" : "key " + wrong.get(0).key();
        return which + " " + wrong.get(0).says();
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
