package io.kse.page;

import java.util.List;

/**
 * What the template {@code page.html} is filled with: texts, all as they are to be read, and
 * whether parts are there. A list with one element stands for something that may be missing.
 */
record PageView(
        String cluster,
        String pod,
        Moment now,
        Leader leader,
        List<Link> connections,
        List<Trouble> troubles,
        Comparison comparison,
        List<Held> held,
        Services services,
        List<Detail> detail,
        List<Nodes> nodes,
        boolean hasNoNodes,
        List<Change> changes,
        boolean hasNoChanges,
        int keptChanges) {

    /** Who leads, seen from this replica. */
    record Leader(String state, String text, Moment since, String fence, boolean hasFence) {}

    record Link(String name, String address, String mark, String state) {}

    /** Something that an operator should know first. */
    record Trouble(String text) {}

    record Comparison(List<Ended> ended, String drift) {}

    record Ended(
            Moment at,
            String services,
            String took,
            String by,
            String made,
            String why,
            String left) {}

    record Held(
            String id,
            Moment since,
            String past,
            List<String> lines,
            List<String> keys,
            String more,
            String command) {}

    record Services(
            String unlisted,
            List<Choice> states,
            String text,
            List<Choice> chosenState,
            String namespace,
            List<String> namespaces,
            List<Row> rows,
            boolean hasNoRows,
            String summary,
            List<String> before,
            List<String> after,
            String clear,
            boolean isFiltered) {}

    /** One of several, with how many Services it has. */
    record Choice(String id, String label, String count, String address, boolean isChosen) {}

    record Row(
            String name,
            String namespace,
            String address,
            String id,
            String state,
            String label,
            List<String> keys,
            List<String> reasons,
            boolean isChosen) {}

    /** A Service, from near. */
    record Detail(
            String name,
            boolean isUnknown,
            String state,
            String label,
            List<String> reasons,
            List<Document> documents,
            String more,
            String explanation,
            String close) {}

    record Document(String key, String json, List<String> taken, List<Written> written) {}

    record Written(Moment at, String what) {}

    record Nodes(
            String in,
            String kept,
            String out,
            String selector,
            List<Node> rows,
            String more,
            boolean isKept,
            boolean isDrained) {}

    record Node(String name, String addresses, String mark, String label, String reason) {}

    record Change(Moment at, String key, String mark, String verb, String what) {}
}
