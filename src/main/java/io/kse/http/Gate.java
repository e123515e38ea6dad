package io.kse.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What every request passes before any route, and what answers those that no route takes. Reads no
 * body: nothing here needs one, so that none can fill the memory.
 */
final class Gate {
    private static final int LOWEST_ERROR = 400;
    private static final int END_OF_ERRORS = 600;

    private final Connections connections;
    private final Turnstile turnstile;
    private final Router routes;

    /** {@code routes}: what there is behind it. */
    Gate(Connections connections, Turnstile turnstile, Router routes) {
        this.connections = connections;
        this.turnstile = turnstile;
        this.routes = routes;
    }

    /** Before anything else is added to it. */
    void guard(Router router) {
        router.route().handler(this::enter);
        router.route().subRouter(routes);
        IntStream.range(LOWEST_ERROR, END_OF_ERRORS)
                .forEach(
                        status -> {
                            router.errorHandler(status, ctx -> fail(ctx, status));
                            routes.errorHandler(status, ctx -> fail(ctx, status));
                        });
    }

    private void enter(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        connections.asked(request.connection());
        ctx.addEndHandler(done -> connections.answered(request.connection()));
        Answers.protect(ctx.response());
        if (!isReadable(ctx)) {
            refuse(request, 400);
        } else if (hasBody(request)) {
            refuseBody(ctx);
        } else {
            turnstile.enter(ctx);
        }
    }

    /** Also one that has only been announced. */
    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || length != null && !length.equals("0");
    }

    /** Of a method that is not for that path it is the method that is wrong. */
    private void refuseBody(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        if (methodsOf(ctx.normalizedPath()).contains(request.method())) {
            refuse(request, 413);
        } else {
            allow(ctx);
            refuse(request, 405);
        }
    }

    /** False if an escape in its path or in its query is none. */
    private static boolean isReadable(RoutingContext ctx) {
        try {
            return ctx.normalizedPath() != null && ctx.queryParams() != null;
        } catch (IllegalArgumentException | HttpException e) {
            return false;
        }
    }

    private void fail(RoutingContext ctx, int status) {
        if (status == 405) {
            allow(ctx);
        }
        Answers.fail(ctx.request(), status);
    }

    private void allow(RoutingContext ctx) {
        String methods =
                methodsOf(ctx.normalizedPath()).stream()
                        .map(HttpMethod::name)
                        .collect(Collectors.joining(", "));
        ctx.response().putHeader(HttpHeaders.ALLOW, methods);
    }

    /** GET is among those of each. */
    private List<HttpMethod> methodsOf(String path) {
        return Stream.concat(
                        Stream.of(HttpMethod.GET),
                        routes.getRoutes().stream()
                                .filter(route -> path.equals(route.getPath()))
                                .map(Route::methods)
                                .filter(Objects::nonNull)
                                .flatMap(Set::stream))
                .distinct()
                .toList();
    }

    /** It cannot be told where the next request begins. */
    private static void refuse(HttpServerRequest request, int status) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        Answers.fail(request, status).onComplete(sent -> request.connection().close());
    }

    /** As {@code router}, and an answer where Vert.x stumbles over half an escape in the host. */
    static void pass(Router router, HttpServerRequest request) {
        try {
            router.handle(request);
        } catch (IndexOutOfBoundsException e) {
            refuse(request, 400);
        }
    }

    /** What is no request, or too large a one. */
    static void refuseInvalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = 400;
        if (cause instanceof TooLongHttpLineException) {
            status = 414;
        } else if (cause instanceof TooLongHttpHeaderException) {
            status = 431;
        }
        refuse(request, status);
    }
}
