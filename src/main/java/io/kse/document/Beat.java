package io.kse.document;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What monitoring finds at {@link KeySpace#heartbeat()}: the leader of this cluster was at work
 * then.
 *
 * @param time in whole seconds
 * @param pod who leads, as the lock has it
 * @param version of the program
 * @param documents how many Consul should hold for this cluster
 * @param nodes how many entries the list of nodes should have
 */
public record Beat(Instant time, String pod, String version, int documents, int nodes) {
    public Beat {
        time = time.truncatedTo(ChronoUnit.SECONDS);
    }

    /** As it is stored. */
    public String json() {
        return DocumentJson.write(new Form(time.toString(), pod, version, documents, nodes));
    }

    @JsonPropertyOrder({"time", "pod", "version", "documents", "nodes"})
    private record Form(String time, String pod, String version, int documents, int nodes) {}
}
