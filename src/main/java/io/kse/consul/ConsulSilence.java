package io.kse.consul;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.kiwiproject.consul.ConsulException;

/**
 * Why a call got no answer from Consul, in one line for people.
 *
 * <p>The texts that it looks for are those of the JDK (sockets and JSSE, which have no types for
 * these cases), but for the names of a certificate and "Canceled", which are OkHttp's.
 */
final class ConsulSilence {
    private static final Pattern CERTIFICATE_NAMES = Pattern.compile("subjectAltNames: (.*)");

    private static final String AUTHORITIES = " (see CONSUL_CACERT and CONSUL_CAPATH)";
    private static final String SERVER_NAME = " (see KSE_CONSUL_HOST and CONSUL_TLS_SERVER_NAME)";
    private static final String CLIENT_CERTIFICATE =
            " (see CONSUL_CLIENT_CERT and CONSUL_CLIENT_KEY)";

    private ConsulSilence() {}

    /**
     * @param e without a status
     */
    static String reason(ConsulException e) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        if (cause instanceof SocketTimeoutException) {
            return text(cause).contains("onnect") ? "timeout while connecting" : "timeout";
        }
        if (cause instanceof UnknownHostException) {
            return "unknown host " + text(cause);
        }
        if (cause instanceof SSLException) {
            return "TLS: " + tlsReason(cause);
        }
        return text(root(cause)) + turnedAwayHint(e, cause);
    }

    /** True if this side ended the call: the thread was interrupted or the client destroyed. */
    static boolean isOurDoing(ConsulException e) {
        Throwable cause = e.getCause();
        boolean interrupted =
                cause instanceof InterruptedIOException
                        && !(cause instanceof SocketTimeoutException);
        return interrupted || cause instanceof IOException && "Canceled".equals(cause.getMessage());
    }

    private static String tlsReason(Throwable cause) {
        Throwable root = root(cause);
        String text = text(root);
        if (cause instanceof SSLPeerUnverifiedException) {
            return otherNames(cause);
        } else if (root instanceof CertificateExpiredException) {
            return "its certificate has expired: " + text;
        } else if (root instanceof CertificateNotYetValidException) {
            return "its certificate is not valid yet: " + text;
        } else if (root instanceof GeneralSecurityException) {
            return "nobody whom we trust has signed its certificate: " + text + AUTHORITIES;
        } else if (text.contains("Unsupported or unrecognized SSL message")) {
            return "it does not speak TLS (see CONSUL_HTTP_SSL and KSE_CONSUL_PORT)";
        } else if (text.contains("fatal alert")) {
            return "it turns us away: " + text + CLIENT_CERTIFICATE;
        }
        return text;
    }

    /** OkHttp lists the names of a certificate that is not for the host. */
    private static String otherNames(Throwable cause) {
        Matcher names = CERTIFICATE_NAMES.matcher(cause.getMessage());
        return names.find()
                ? "its certificate is for other names: " + names.group(1) + SERVER_NAME
                : text(cause);
    }

    /**
     * With TLS 1.3 a server turns clients away after the handshake; what we see of it is chance.
     */
    private static String turnedAwayHint(ConsulException e, Throwable cause) {
        boolean tls = e.getMessage().startsWith("Consul request to [https:");
        return tls && !(cause instanceof ConnectException)
                ? ", as when it does not accept our client certificate, or wants one"
                        + CLIENT_CERTIFICATE
                : "";
    }

    /** The client wraps what happened into what it was doing. */
    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    private static String text(Throwable failure) {
        if (failure instanceof EOFException) {
            return "the connection ended within an answer";
        }
        if (failure instanceof IOException && failure.getMessage() == null) {
            // Of HTTP/2, when Consul ends a connection just as we send: of a type that is no API.
            return "the connection ended before an answer";
        }
        return OneLine.of(Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
    }
}
