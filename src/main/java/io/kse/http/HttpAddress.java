package io.kse.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Where the HTTP server listens. Asked before Camel starts, which would only log that the port is
 * taken and run on.
 */
public record HttpAddress(String host, int port) {
    /**
     * @throws AddressTaken if nothing can listen there, which waiting does not mend
     */
    public void checkFree() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new AddressTaken(this, e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
