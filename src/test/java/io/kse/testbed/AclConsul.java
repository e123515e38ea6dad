package io.kse.testbed;

import static org.awaitility.Awaitility.await;

import io.kse.config.BadSettings;
import io.kse.config.ExporterConfig;
import io.kse.consul.ConsulClients;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.kiwiproject.consul.AclClient;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.model.acl.ImmutablePolicy;
import org.kiwiproject.consul.model.acl.ImmutablePolicyLink;
import org.kiwiproject.consul.model.acl.ImmutableToken;
import org.kiwiproject.consul.model.acl.TokenResponse;

/**
 * A Consul that denies everything to every token by default. Who shows none, as the test itself
 * does, may do everything.
 */
public final class AclConsul implements AutoCloseable {
    /** For {@link #start}: listing keys is a right of its own. */
    public static final String KEY_LIST_POLICY = "acl { enable_key_list_policy = true }";

    private static final String MANAGEMENT = "11111111-2222-3333-4444-555555555555";
    private static final String ACL =
            """
            acl {
              enabled = true
              default_policy = "deny"
              tokens { initial_management = "%1$s", default = "%1$s" }
            }
            """
                    .formatted(MANAGEMENT);

    private final RealConsul server;
    private final Consul management;

    /**
     * Rules that can be changed, and a token that has them.
     *
     * @param policy id of the rules
     * @param accessor id of the token, by which it is deleted
     */
    public record Grant(String name, String policy, String accessor, String token) {}

    private AclConsul(RealConsul server) throws BadSettings {
        this.server = server;
        Map<String, String> settings =
                Map.of(
                        "KSE_CLUSTER_ID",
                        "prod",
                        "KSE_CONSUL_PORT",
                        String.valueOf(server.port()),
                        "CONSUL_HTTP_TOKEN",
                        MANAGEMENT);
        this.management = new ConsulClients(ExporterConfig.from(settings).consul()).connect();
        await().ignoreExceptionsInstanceOf(ConsulException.class)
                .until(() -> !acl().listPolicies().isEmpty());
    }

    /**
     * @param folder exists and is empty
     * @param moreHcl counts more than what is set here
     */
    public static AclConsul start(Path folder, String moreHcl) throws BadSettings {
        return new AclConsul(RealConsul.start(folder, "-hcl=" + ACL, "-hcl=" + moreHcl));
    }

    public RealConsul server() {
        return server;
    }

    /** {@code name}: of the rules, which no others have. */
    public Grant grant(String name, String rules) {
        return grant(name, rules, UUID.randomUUID().toString());
    }

    /** The same with a token that is known already, such as to a Consul of another datacenter. */
    public Grant grant(String name, String rules, String token) {
        String policy = acl().createPolicy(policy(name, rules)).id();
        return new Grant(name, policy, createToken(name, token).accessorId(), token);
    }

    /** Another token with the same rules. */
    public String newToken(Grant grant) {
        return createToken(grant.name(), UUID.randomUUID().toString()).secretId();
    }

    private TokenResponse createToken(String policy, String secret) {
        return acl().createToken(
                        ImmutableToken.builder()
                                .secretId(secret)
                                .addPolicies(ImmutablePolicyLink.builder().name(policy).build())
                                .build());
    }

    public void change(Grant grant, String rules) {
        acl().updatePolicy(grant.policy(), policy(grant.name(), rules));
    }

    /** From now on nobody is let in with it. */
    public void deleteToken(Grant grant) {
        acl().deleteToken(grant.accessor());
    }

    private static ImmutablePolicy policy(String name, String rules) {
        return ImmutablePolicy.builder().name(name).rules(rules).build();
    }

    private AclClient acl() {
        return management.aclClient();
    }

    @Override
    public void close() {
        management.destroy();
        server.close();
    }
}
