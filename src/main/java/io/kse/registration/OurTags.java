package io.kse.registration;

import io.kse.service.ClusterId;
import java.util.ArrayList;
import java.util.List;

/** The two tags by which registrations of this cluster's exporters are known, as the original's. */
public record OurTags(ClusterId clusterId) {
    private static final String PROGRAM = "kube-service-exporter";

    /** What a registration of ours carries, and nothing else. */
    public List<String> list() {
        return List.of(clusterId.value(), PROGRAM);
    }

    /** True if both are among {@code tags}, also where the cluster has the program's name. */
    public boolean areAmong(List<String> tags) {
        List<String> rest = new ArrayList<>(tags);
        return rest.remove(PROGRAM) && rest.remove(clusterId.value());
    }
}
