package io.kse.page;

import io.kse.document.BrakeReport;
import io.kse.document.BrakeReport.HeldNodes;
import io.kse.leadership.LeadershipState;
import io.kse.page.PageView.Held;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the brake holds, as it says so itself, and how an operator lets it go on. */
final class HeldSection {
    private final BrakeReport report;
    private final Facts facts;

    HeldSection(BrakeReport report, Facts facts) {
        this.report = report;
        this.facts = facts;
    }

    Held view() {
        Instant now = facts.now();
        boolean leads = facts.leadership() instanceof LeadershipState.Leading;
        return new Held(
                report.id(),
                Moment.of(report.since(), now),
                leads ? "" : "This is what was known when this replica led last.",
                lines(),
                keys(),
                more(),
                "consul kv put %s %s".formatted(facts.release(), report.id()));
    }

    private List<String> lines() {
        Stream<String> documents = report.held() > 0 ? Stream.of(documents()) : Stream.empty();
        return Stream.concat(documents, report.nodes().map(HeldSection::entries).stream()).toList();
    }

    private String documents() {
        return ("Documents: %s. Of the %s that there were at the last count, %s may go until the next"
                        + " one, which comes with the timer's comparison; %s have gone.")
                .formatted(
                        ServiceTable.number(report.held()),
                        ServiceTable.number(report.base()),
                        ServiceTable.number(report.limit()),
                        ServiceTable.number(report.deleted()));
    }

    private static String entries(HeldNodes nodes) {
        return "Entries of the list of nodes: %s. Of %s, %s may go within a minute; %s have gone."
                .formatted(
                        ServiceTable.number(nodes.held()),
                        ServiceTable.number(nodes.base()),
                        ServiceTable.number(nodes.limit()),
                        ServiceTable.number(nodes.deleted()));
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>(report.keys().stream().map(Object::toString).toList());
        report.nodes().ifPresent(nodes -> keys.addAll(nodes.entries()));
        return keys;
    }

    private String more() {
        int all = report.held() + report.nodes().map(HeldNodes::held).orElse(0);
        int more = all - keys().size();
        return more > 0 ? "and %s more".formatted(ServiceTable.number(more)) : "";
    }
}
