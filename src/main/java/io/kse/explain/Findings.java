package io.kse.explain;

import io.kse.document.ServiceDocuments;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.Optional;

/**
 * All that was found out about a Service, to be put into words.
 *
 * @param documents what the Service comes to; empty unless it is present
 * @param outlook empty if Consul could not be read
 * @param notes what else bears on the answer, such as who leads and what did not answer
 */
public record Findings(
        ServiceName service,
        Presence presence,
        Optional<ServiceDocuments> documents,
        Optional<Outlook> outlook,
        List<String> notes) {}
