package io.kse.consul;

import io.kse.config.ConsulSettings;
import io.kse.config.KnownSecrets;
import io.kse.config.Secret;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Route;
import okhttp3.internal.connection.ConnectionListener;
import org.kiwiproject.consul.Consul;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the clients of Consul that the settings describe; all of them share their credentials.
 *
 * <p>Connects to nothing yet, so that Consul may be down; reads the files for TLS at once.
 */
public final class ConsulClients {
    private static final Logger LOG = LoggerFactory.getLogger(ConsulClients.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /**
     * A write that takes longer is of no use, since its leader gives up at 7.5 s without a renewal.
     * An election among Consul's servers takes less on healthy machines. Too short does no harm:
     * what was written all the same is found by the next read.
     */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    /**
     * Without it a request of more than 8 KB waits 40 ms for the server's delayed acknowledgement.
     * The client has no socket factory to set it with.
     */
    private static final ConnectionListener NO_DELAY =
            new ConnectionListener() {
                @Override
                public void connectEnd(Connection connection, Route route, Call call) {
                    try {
                        connection.socket().setTcpNoDelay(true);
                    } catch (SocketException e) {
                        // Closed already: the request that follows fails and says so.
                        LOG.debug("TCP_NODELAY not set", e);
                    }
                }
            };

    private final ConsulSettings settings;
    private final ConsulCredentials credentials;

    /**
     * @throws UnusableCertificate if a file for TLS cannot be used
     * @throws IllegalArgumentException if the token cannot be sent
     */
    public ConsulClients(ConsulSettings settings) {
        this(settings, System::nanoTime, InstantSource.system());
    }

    /**
     * @param nanoTime as {@link System#nanoTime()}
     */
    ConsulClients(ConsulSettings settings, LongSupplier nanoTime, InstantSource clock) {
        this.settings = settings;
        this.credentials = new ConsulCredentials(settings, nanoTime, clock);
    }

    /** Those that the clients are made by. */
    ConsulSettings settings() {
        return settings;
    }

    /**
     * @return a client for all threads; the caller destroys it
     */
    public Consul connect() {
        return connect(READ_TIMEOUT);
    }

    Consul connect(Duration readTimeout) {
        Consul.Builder builder =
                Consul.builder()
                        .withUrl(url(settings).url())
                        .withPing(false)
                        .withHeaders(credentials.headers())
                        .withConnectTimeoutMillis(CONNECT_TIMEOUT.toMillis())
                        .withReadTimeoutMillis(readTimeout.toMillis())
                        .withWriteTimeoutMillis(readTimeout.toMillis())
                        .withConnectionPool(pool());
        settings.auth().ifPresent(auth -> authenticate(builder, auth));
        credentials.tls().ifPresent(tls -> tls.useIn(builder));
        return builder.build();
    }

    /** For what the client does not do, with the same settings. */
    OkHttpClient http() {
        Optional<String> login = settings.auth().map(ConsulClients::basic);
        OkHttpClient.Builder builder =
                new OkHttpClient.Builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .readTimeout(READ_TIMEOUT)
                        .writeTimeout(READ_TIMEOUT)
                        .connectionPool(pool())
                        .addInterceptor(chain -> chain.proceed(with(login, chain.request())));
        credentials.tls().ifPresent(tls -> tls.useIn(builder));
        return builder.build();
    }

    /** The token goes as a header: in the URL it would get into logs. */
    private Request with(Optional<String> login, Request request) {
        Request.Builder builder = request.newBuilder();
        login.ifPresent(text -> builder.header("Authorization", text));
        credentials.current().forEach(builder::header);
        return builder.build();
    }

    private static ConnectionPool pool() {
        return new ConnectionPool(5, 5, TimeUnit.MINUTES, NO_DELAY);
    }

    /** Host and port for people; an IPv6 address is in brackets. */
    public static String address(ConsulSettings settings) {
        String host = settings.host();
        boolean bare = host.contains(":") && !host.startsWith("[");
        return (bare ? "[" + host + "]" : host) + ":" + settings.port();
    }

    static HttpUrl url(ConsulSettings settings) {
        return HttpUrl.get(
                (settings.tls().isPresent() ? "https://" : "http://") + address(settings));
    }

    /** As Consul's Go client reads it: a password may hold colons, and may be missing. */
    private static void authenticate(Consul.Builder builder, Secret auth) {
        String[] parts = userAndPassword(auth);
        builder.withBasicAuth(parts[0], parts[1]);
    }

    private static String basic(Secret auth) {
        String[] parts = userAndPassword(auth);
        return Credentials.basic(parts[0], parts[1]);
    }

    private static String[] userAndPassword(Secret auth) {
        KnownSecrets.addLogin(auth.reveal());
        String[] parts = auth.reveal().split(":", 2);
        return new String[] {parts[0], parts.length == 2 ? parts[1] : ""};
    }
}
