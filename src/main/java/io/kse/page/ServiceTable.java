package io.kse.page;

import io.kse.page.PageView.Choice;
import io.kse.page.PageView.Row;
import io.kse.page.PageView.Services;
import io.kse.plan.KnownService;
import io.kse.plan.ServiceState;
import io.kse.service.ServiceName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table of Services: those that were asked for, a page at a time, so that it is as fast with
 * thousands.
 */
final class ServiceTable {
    static final int PAGE = 50;

    /** More would only make the list of proposals long. */
    private static final int NAMESPACES = 500;

    private final Facts facts;
    private final PageQuery query;
    private final List<KnownService> found;
    private final Map<ServiceState, Integer> counts = new EnumMap<>(ServiceState.class);
    private int matching;

    ServiceTable(Facts facts, PageQuery query) {
        this.facts = facts;
        this.query = query;
        this.found = new ArrayList<>();
        facts.services().stream().filter(query::matches).forEach(this::count);
    }

    private void count(KnownService service) {
        ServiceState state = service.state();
        counts.merge(state, 1, Integer::sum);
        matching++;
        if (query.state().isEmpty() || query.state().get() == state) {
            found.add(service);
        }
    }

    Services view() {
        int pages = Math.max(1, (found.size() + PAGE - 1) / PAGE);
        int page = Math.min(query.page(), pages);
        int first = (page - 1) * PAGE;
        List<Row> rows = found.stream().skip(first).limit(PAGE).map(this::row).toList();
        return new Services(
                facts.unlisted(),
                states(),
                query.text(),
                query.state().map(state -> choice(Optional.of(state))).stream().toList(),
                query.namespace(),
                namespaces(),
                rows,
                rows.isEmpty(),
                summary(first, rows.size()),
                page > 1 ? List.of(query.withPage(page - 1).address()) : List.of(),
                page < pages ? List.of(query.withPage(page + 1).address()) : List.of(),
                PageQuery.NOTHING.address(),
                !query.withService("").withPage(1).equals(PageQuery.NOTHING));
    }

    private String summary(int first, int shown) {
        if (found.isEmpty()) {
            return "none of %s Services".formatted(number(facts.services().size()));
        }
        return "%s–%s of %s Services"
                .formatted(number(first + 1), number(first + shown), number(found.size()));
    }

    private List<Choice> states() {
        return Stream.concat(
                        Stream.of(choice(Optional.empty())),
                        Arrays.stream(ServiceState.values()).map(s -> choice(Optional.of(s))))
                .toList();
    }

    private Choice choice(Optional<ServiceState> state) {
        int count = state.map(s -> counts.getOrDefault(s, 0)).orElse(matching);
        return new Choice(
                state.map(ServiceState::word).orElse("all"),
                state.map(ServiceTable::label).orElse("all"),
                number(count),
                query.withState(state).address(),
                query.state().equals(state));
    }

    /** Of its row. */
    static String anchor(ServiceName name) {
        return "service-" + name;
    }

    /** For people. */
    static String label(ServiceState state) {
        return state.word().replace('-', ' ');
    }

    /** One that was refused from the start on may never have had anything. */
    static String label(KnownService service) {
        ServiceState state = service.state();
        boolean isKept = state == ServiceState.REFUSED && !service.wants().isEmpty();
        return isKept ? label(state) + " and kept" : label(state);
    }

    private List<String> namespaces() {
        return facts.services().stream()
                .map(service -> service.name().namespace())
                .distinct()
                .sorted()
                .limit(NAMESPACES)
                .toList();
    }

    private Row row(KnownService service) {
        ServiceStanding standing = ServiceStanding.of(service, facts);
        ServiceName name = service.name();
        return new Row(
                name.name(),
                name.namespace(),
                query.withService(name.toString()).address() + "#detail",
                anchor(name),
                standing.mark(),
                standing.label(),
                service.wants().stream().map(entry -> entry.key().path()).toList(),
                standing.reasons(),
                query.service().equals(name.toString()));
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
