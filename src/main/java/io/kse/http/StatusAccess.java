package io.kse.http;

import io.kse.config.HttpSettings.StatusPage;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * Who may see the page, explain and debug end points, as KSE_STATUS_PAGE says. Goes by the address
 * that the connection comes from, never by what a header claims of it; and since a page elsewhere
 * can make a browser on this machine ask under that page's own name, by the name that it was asked
 * under.
 */
public final class StatusAccess {
    private static final Pattern LOCAL_NAME =
            Pattern.compile(
                    "(localhost\\.?|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1])(:\\d{1,5})?");

    /** Not all of 127/8: the sidecar of a mesh delivers what others send from 127.0.0.6. */
    private static final Set<InetAddress> THIS_MACHINE =
            Set.of(address("127.0.0.1"), address("::1"));

    private final StatusPage who;

    public StatusAccess(StatusPage who) {
        this.who = who;
    }

    /** False also for what is no HTTP request. */
    public boolean allows(Exchange exchange) {
        return switch (who) {
            case ALL -> true;
            case OFF -> false;
            case LOCAL ->
                    exchange.getMessage() instanceof HttpMessage http && isLocal(http.getRequest());
        };
    }

    public boolean refuses(Exchange exchange) {
        return !allows(exchange);
    }

    /** 404 if nobody may see it, and it is as if it were not there; else 403. */
    public int status() {
        return who == StatusPage.OFF ? 404 : 403;
    }

    /** For the one who was refused. */
    public String line() {
        return who == StatusPage.OFF
                ? Answers.line(404)
                : "403: shown on this machine only, such as through kubectl port-forward and"
                        + " http://localhost; KSE_STATUS_PAGE=all shows it to everybody\n";
    }

    private static boolean isLocal(HttpServerRequest request) {
        return isLoopback(request.remoteAddress()) && isLocalName(request.headers().getAll("Host"));
    }

    /** An IPv4 address that is mapped into IPv6 counts as what it is. */
    static boolean isLoopback(SocketAddress address) {
        String literal = address == null ? null : address.hostAddress();
        try {
            return literal != null && THIS_MACHINE.contains(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    static boolean isLocalName(List<String> hosts) {
        return hosts.size() == 1
                && LOCAL_NAME.matcher(hosts.get(0).toLowerCase(Locale.ROOT)).matches();
    }
}
