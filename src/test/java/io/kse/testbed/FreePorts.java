package io.kse.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Ports on loopback that nobody listens on. They lie below the range that outgoing connections use,
 * so a server that is restarted finds its port still free. Never gives the same port twice.
 */
public final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int LAST = 29_999;
    private static final int ATTEMPTS = 3;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    public static int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Another process may take a port before the server does: then the start is tried again. */
    static <T> T startWithFreePorts(Supplier<T> start) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return start.get();
            } catch (RealProcess.EndedEarly e) {
                System.err.println("tried again with other ports: " + e.getMessage());
            }
        }
        return start.get();
    }
}
