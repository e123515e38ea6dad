package io.kse.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Set;

/**
 * Makes a request in any other version than HTTP/1.0 and HTTP/1.1 an invalid one. Vert.x begins its
 * answer with the version that was asked for, whatever word that is.
 */
final class SpokenVersions extends ChannelInboundHandlerAdapter {
    private static final Set<HttpVersion> SPOKEN =
            Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

    /** What Vert.x calls the one of its handlers that takes requests. */
    private static final String VERTX = "handler";

    /** Before anything has come. */
    static void guard(HttpConnection connection) {
        if (connection instanceof HttpServerConnection server) {
            server.channel().pipeline().addBefore(VERTX, null, new SpokenVersions());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && !SPOKEN.contains(request.protocolVersion())) {
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
            request.setDecoderResult(
                    DecoderResult.failure(new IllegalArgumentException("another version")));
        }
        context.fireChannelRead(message);
    }
}
