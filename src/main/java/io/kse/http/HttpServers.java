package io.kse.http;

import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.main.HttpServerConfigurationProperties;

/**
 * Gives Camel Main our server where it would make its own; Main finds this in its registry. Routes
 * and Camel's own end points share that server.
 */
public final class HttpServers extends DefaultMainHttpServerFactory {
    private final HttpAddress address;
    private final HttpLimits limits;

    public HttpServers(HttpAddress address, HttpLimits limits) {
        this.address = address;
        this.limits = limits;
    }

    @Override
    public Service newHttpServer(
            CamelContext camel, HttpServerConfigurationProperties configuration) {
        LimitedServer server = new LimitedServer(address, limits);
        server.setCamelContext(camel);
        return server;
    }
}
