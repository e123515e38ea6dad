package io.kse.cli;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.kse.service.Quoted;
import io.kse.service.ServiceName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The Services among the manifests of some files; other kinds are passed over without a look at
 * them. Of several manifests of one Service the last counts, as it would with {@code kubectl
 * apply}.
 */
final class Manifests {
    private static final Set<String> LISTS = Set.of("List", "ServiceList");
    private static final int DEEPEST_LIST = 3;

    private final Map<ServiceName, Service> services = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** Reads what can be read; the rest is in {@link #problems()}. */
    static Manifests read(ManifestFiles files) {
        Manifests manifests = new Manifests();
        manifests.problems.addAll(files.problems());
        for (ManifestFile file : files.files()) {
            try {
                manifests.addFile(file);
            } catch (UnreadableInput e) {
                manifests.problems.addAll(e.in(file.name()).problems());
            }
        }
        return manifests;
    }

    Map<ServiceName, Service> services() {
        return services;
    }

    /** What cannot be read, one line a file. */
    List<String> problems() {
        return problems;
    }

    /** What the user may not have meant, one line each. */
    List<String> notes() {
        return notes;
    }

    private void addFile(ManifestFile file) throws UnreadableInput {
        int number = 0;
        for (Object document : ManifestText.documents(file.text())) {
            number++;
            try {
                addDocument(document, file.name());
            } catch (UnreadableInput e) {
                throw e.in("document " + number);
            }
        }
    }

    private void addDocument(Object document, String file) throws UnreadableInput {
        if (document != null) {
            add(object(document), file, 0);
        }
    }

    private void add(Map<?, ?> manifest, String file, int depth) throws UnreadableInput {
        String kind = text(manifest, "kind");
        if (kind.isEmpty()) {
            throw withoutKind(manifest);
        } else if (LISTS.contains(kind) && isCore(manifest, kind)) {
            addItems(manifest, kind, file, depth);
        } else if (kind.equals("Service") && isCore(manifest, kind)) {
            addService(manifest, file);
        }
    }

    /** Says it as well if what is there looks like a template. */
    private static UnreadableInput withoutKind(Map<?, ?> manifest) {
        String problem = "has no kind, so it is no manifest";
        try {
            PlainTree.check(manifest);
            return new UnreadableInput(problem);
        } catch (UnreadableInput template) {
            return template.in(problem);
        }
    }

    private void addItems(Map<?, ?> list, String kind, String file, int depth)
            throws UnreadableInput {
        if (depth > DEEPEST_LIST) {
            throw new UnreadableInput(
                    "has Lists within Lists: accepted are %d levels".formatted(DEEPEST_LIST));
        }
        int index = 0;
        for (Object item : items(list)) {
            try {
                add(item(item, kind), file, depth + 1);
            } catch (UnreadableInput e) {
                throw e.in("items[%d]".formatted(index));
            }
            index++;
        }
    }

    private static List<?> items(Map<?, ?> list) throws UnreadableInput {
        Object items = list.get("items");
        if (items == null) {
            return List.of();
        } else if (items instanceof List<?> elements) {
            return elements;
        }
        throw new UnreadableInput("items is no list");
    }

    /** The API server leaves kind and version out of the items of a ServiceList. */
    private static Map<?, ?> item(Object item, String kind) throws UnreadableInput {
        Map<?, ?> manifest = object(item);
        if (!kind.equals("ServiceList") || manifest.containsKey("kind")) {
            return manifest;
        }
        Map<Object, Object> typed = new LinkedHashMap<>(manifest);
        typed.put("kind", "Service");
        typed.put("apiVersion", "v1");
        return typed;
    }

    private void addService(Map<?, ?> manifest, String file) throws UnreadableInput {
        ObjectMeta metadata;
        Service service;
        try {
            service = StrictService.read(manifest);
            metadata = service.getMetadata();
        } catch (UnreadableInput e) {
            throw e.in("Service" + label(manifest));
        }
        ServiceName name = new ServiceName(metadata.getNamespace(), metadata.getName());
        // Removed first, so that the Services stay in the order in which they count.
        if (services.remove(name) != null) {
            notes.add(name + ": is there more than once, the last counts: " + file);
        }
        services.put(name, service);
    }

    /** Enough of a broken Service's name to find it. */
    private static String label(Map<?, ?> manifest) {
        return manifest.get("metadata") instanceof Map<?, ?> metadata
                        && metadata.get("name") instanceof String name
                ? " " + Quoted.of(name)
                : "";
    }

    /** Kinds of other API groups may have the same name: Knative's Service is not ours. */
    private static boolean isCore(Map<?, ?> manifest, String kind) throws UnreadableInput {
        String version = text(manifest, "apiVersion");
        if (version.isEmpty()) {
            throw new UnreadableInput("a %s without apiVersion: accepted is v1".formatted(kind));
        }
        return version.equals("v1");
    }

    private static String text(Map<?, ?> manifest, String field) throws UnreadableInput {
        Object value = manifest.get(field);
        if (value == null) {
            return "";
        } else if (value instanceof String text) {
            return text;
        }
        throw new UnreadableInput(
                "%s is %s: accepted is text".formatted(field, Quoted.of(value.toString())));
    }

    private static Map<?, ?> object(Object document) throws UnreadableInput {
        if (document instanceof Map<?, ?> object) {
            return object;
        }
        throw new UnreadableInput("is no object with a kind, so no manifest");
    }
}
