package io.kse.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * The HTTP server under Camel's routes and its own end points. Unlike the stock one, which has no
 * setting for any limit, it keeps {@link HttpLimits}, and does not start where it cannot listen.
 */
final class LimitedServer extends VertxPlatformHttpServer {
    private static final long PATIENCE_SECONDS = 10;

    /** For answers, which wait for nothing but memory and processor. */
    private static final int WORKERS = 4;

    private final HttpAddress address;
    private final HttpLimits limits;
    private Vertx vertx;
    private Router router;
    private HttpServer server;

    LimitedServer(HttpAddress address, HttpLimits limits) {
        super(configuration(address));
        this.address = address;
        this.limits = limits;
    }

    private static VertxPlatformHttpServerConfiguration configuration(HttpAddress address) {
        VertxPlatformHttpServerConfiguration configuration =
                new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(address.host());
        configuration.setBindPort(address.port());
        return configuration;
    }

    @Override
    public HttpServer getServer() {
        return server;
    }

    @Override
    public Vertx getVertx() {
        return vertx;
    }

    @Override
    public int getPort() {
        return server == null ? address.port() : server.actualPort();
    }

    @Override
    protected void initializeServer() {
        vertx = Vertx.vertx(options());
        router = Router.router(vertx);
        Router routes = Router.router(vertx);
        Connections connections = new Connections(vertx, limits);
        new Gate(connections, new Turnstile(vertx, WORKERS), routes).guard(router);
        server =
                vertx.createHttpServer(limited())
                        .connectionHandler(connections::opened)
                        .invalidRequestHandler(Gate::refuseInvalid)
                        .requestHandler(request -> Gate.pass(router, request));
        offer(routes);
    }

    /** Two threads for the network, and no folder for files, which there are none of. */
    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(WORKERS)
                .setFileSystemOptions(
                        new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false));
    }

    private HttpServerOptions limited() {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(limits.lineBytes())
                .setMaxHeaderSize(limits.headerBytes());
    }

    /** Where Camel looks for it. */
    private void offer(Router routes) {
        String name = VertxPlatformHttpRouter.getRouterNameFromPort(address.port());
        getCamelContext()
                .getRegistry()
                .bind(
                        name,
                        new VertxPlatformHttpRouter(this, vertx, routes, name) {
                            @Override
                            public Handler<RoutingContext> bodyHandler() {
                                return RoutingContext::next;
                            }
                        });
    }

    /**
     * @throws AddressTaken if it cannot listen
     */
    @Override
    protected void startServer() throws Exception {
        try {
            await(server.listen(address.port(), address.host()));
        } catch (ExecutionException e) {
            throw new AddressTaken(address, e.getCause());
        }
    }

    @Override
    protected void stopServer() {
        // It ends with its Vert.x.
    }

    @Override
    protected void stopVertx() {
        if (vertx != null) {
            end(vertx.close());
            vertx = null;
        }
    }

    private static void end(Future<Void> closed) {
        try {
            await(closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("HTTP does not end", e);
        }
    }

    private static void await(Future<?> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
