package io.kse.consul;

/**
 * Consul's answer to a token that it does not know: a wrong one, or one that was deleted before its
 * successor is in our token file, or has reached all servers. So it counts as "later".
 *
 * <p>The text is ErrNotFound of Consul's {@code acl/errors.go}.
 */
final class UnknownToken {
    static final String REASON =
            "it does not know our token, ACL not found (see CONSUL_HTTP_TOKEN and"
                    + " CONSUL_HTTP_TOKEN_FILE)";

    private UnknownToken() {}

    static boolean is(int status, String body) {
        return status == 403 && body.contains("ACL not found");
    }
}
