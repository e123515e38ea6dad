package io.kse.page;

import io.kse.document.KvEntry;
import io.kse.document.KvKey;
import io.kse.explain.AskedName;
import io.kse.page.PageView.Detail;
import io.kse.page.PageView.Document;
import io.kse.page.PageView.Written;
import io.kse.plan.KnownService;
import io.kse.service.ServiceName;
import io.kse.status.History;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Service from near: its documents, why they are as they are, and when they were written. */
final class ServiceDetail {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceDetail.class);

    /** A Service may have as many ports as it likes. */
    static final int DOCUMENTS_SHOWN = 20;

    private final BiFunction<String, String, String> explanations;
    private final Function<KvKey, Optional<History.Entry>> lastChange;

    ServiceDetail(
            BiFunction<String, String, String> explanations,
            Function<KvKey, Optional<History.Entry>> lastChange) {
        this.explanations = explanations;
        this.lastChange = lastChange;
    }

    /** Empty if none was asked for. */
    Optional<Detail> view(Facts facts, PageQuery query) {
        if (query.service().isEmpty()) {
            return Optional.empty();
        }
        return facts.services().stream()
                .filter(service -> service.name().toString().equals(query.service()))
                .findFirst()
                .map(service -> known(service, facts, query))
                .or(() -> Optional.of(unknown(query)));
    }

    private Detail known(KnownService service, Facts facts, PageQuery query) {
        ServiceStanding standing = ServiceStanding.of(service, facts);
        return new Detail(
                service.name().toString(),
                false,
                standing.mark(),
                standing.label(),
                standing.reasons(),
                service.wants().stream()
                        .limit(DOCUMENTS_SHOWN)
                        .map(entry -> document(entry, service, facts.now()))
                        .toList(),
                more(service.wants().size() - DOCUMENTS_SHOWN),
                explanation(service.name()),
                query.withService("").address() + "#" + ServiceTable.anchor(service.name()));
    }

    private static String more(int count) {
        return count > 0 ? "and " + count + " more documents" : "";
    }

    private Detail unknown(PageQuery query) {
        String explanation =
                AskedName.parse(query.service())
                        .map(this::explanation)
                        .orElse("No Service can be called so: it is " + AskedName.ACCEPTED + ".");
        return new Detail(
                query.service(),
                true,
                "",
                "",
                List.of(),
                List.of(),
                "",
                explanation,
                query.withService("").address() + "#services");
    }

    /** Whatever goes wrong there, the rest of the page is there. */
    private String explanation(ServiceName name) {
        try {
            return explanations.apply(name.namespace(), name.name());
        } catch (RuntimeException e) {
            LOG.warn("{} cannot be explained on the page", name, e);
            return "It cannot be explained now; the log says why.";
        }
    }

    private Document document(KvEntry entry, KnownService service, Instant now) {
        List<ServiceName> owner =
                Optional.ofNullable(service.taken().get(entry.key())).stream().toList();
        return new Document(
                entry.key().path(),
                IndentedJson.of(entry.json()),
                owner.stream().map(ServiceName::toString).toList(),
                // What was written there is the other one's.
                owner.isEmpty() ? written(entry.key(), now) : List.of());
    }

    private List<Written> written(KvKey key, Instant now) {
        return lastChange.apply(key).stream()
                .map(change -> new Written(Moment.of(change.at(), now), change.what()))
                .toList();
    }
}
