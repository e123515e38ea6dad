package io.kse.flow;

import static io.kse.flow.OwnNamespace.eventually;

import io.kse.config.BadSettings;
import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulClients;
import io.kse.testbed.RealConsul;
import java.nio.file.Path;
import java.util.Map;
import org.kiwiproject.consul.AclClient;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.model.acl.ImmutablePolicy;
import org.kiwiproject.consul.model.acl.ImmutablePolicyLink;
import org.kiwiproject.consul.model.acl.ImmutableToken;

/**
 * A Consul that denies everything to every token by default. Who shows none, as the test itself
 * does, may do everything.
 */
final class AclConsul implements AutoCloseable {
    private static final String MASTER = "11111111-2222-3333-4444-555555555555";

    private final RealConsul server;
    private final Consul master;

    /** Rules that can be changed, and a token that has them. */
    record Grant(String name, String policy, String token) {}

    private AclConsul(RealConsul server) throws BadSettings {
        this.server = server;
        Map<String, String> settings =
                Map.of(
                        "KSE_CLUSTER_ID",
                        "prod",
                        "KSE_CONSUL_PORT",
                        String.valueOf(server.port()),
                        "CONSUL_HTTP_TOKEN",
                        MASTER);
        this.master = new ConsulClients(ExporterConfig.from(settings).consul()).connect();
        eventually()
                .ignoreExceptionsInstanceOf(ConsulException.class)
                .until(() -> !acl().listPolicies().isEmpty());
    }

    /**
     * @param folder exists and is empty
     * @param keyList whether listing keys is a right of its own
     */
    static AclConsul start(Path folder, boolean keyList) throws BadSettings {
        String hcl =
                """
                acl {
                  enabled = true
                  default_policy = "deny"
                  enable_key_list_policy = %s
                  tokens { initial_management = "%s", default = "%s" }
                }
                """;
        return new AclConsul(
                RealConsul.start(folder, "-hcl=" + hcl.formatted(keyList, MASTER, MASTER)));
    }

    RealConsul server() {
        return server;
    }

    Grant grant(String name, String rules) {
        String policy = acl().createPolicy(policy(name, rules)).id();
        return new Grant(name, policy, newToken(name));
    }

    /** Another token with the same rules. */
    String newToken(String name) {
        return acl().createToken(
                        ImmutableToken.builder()
                                .addPolicies(ImmutablePolicyLink.builder().name(name).build())
                                .build())
                .secretId();
    }

    void change(Grant grant, String rules) {
        acl().updatePolicy(grant.policy(), policy(grant.name(), rules));
    }

    /** From now on nobody is let in with it. */
    void deleteToken(String token) {
        acl().listTokens().stream()
                .filter(listed -> acl().readToken(listed.accessorId()).secretId().equals(token))
                .forEach(listed -> acl().deleteToken(listed.accessorId()));
    }

    private static ImmutablePolicy policy(String name, String rules) {
        return ImmutablePolicy.builder().name(name).rules(rules).build();
    }

    private AclClient acl() {
        return master.aclClient();
    }

    @Override
    public void close() {
        master.destroy();
        server.close();
    }
}
