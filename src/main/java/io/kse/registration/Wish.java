package io.kse.registration;

import io.kse.document.KvKey;
import io.kse.service.ServiceName;
import java.util.Optional;

/**
 * What one exported port wants of the agent.
 *
 * @param key of its document in Consul KV
 * @param port its document's
 * @param yieldsToIngress true if the named port of its ingress Service is gone, so that {@code
 *     port} is its own Service's, which is for a registration that does not lead through the
 *     ingress already
 */
public record Wish(String id, ServiceName owner, KvKey key, int port, boolean yieldsToIngress) {
    /**
     * The same, but if it yields, with the port that it had before: traffic would go past its
     * ingress Service otherwise. What nobody remembers, after a restart, is taken for such a port.
     *
     * @param before what was wanted under its id
     * @param there what the agent holds of ours under its id
     */
    Wish behindIngress(Optional<Wish> before, Optional<Registered> there) {
        Optional<Wish> last = before.filter(wish -> wish.owner.equals(owner));
        if (!yieldsToIngress || last.filter(Wish::yieldsToIngress).isPresent()) {
            return this;
        }
        int kept = last.map(Wish::port).or(() -> there.map(Registered::port)).orElse(port);
        return kept == port ? this : new Wish(id, owner, key, kept, false);
    }
}
