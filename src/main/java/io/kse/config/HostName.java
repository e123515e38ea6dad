package io.kse.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The name of this host, which in a Pod is the Pod's name; as Go's os.Hostname finds it. */
final class HostName {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** Empty if it has none. */
    static Optional<String> local() {
        try {
            return Optional.of(Files.readString(KERNEL).strip()).filter(name -> !name.isEmpty());
        } catch (IOException notLinux) {
            return fromNetwork();
        }
    }

    private static Optional<String> fromNetwork() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException unnamed) {
            return Optional.empty();
        }
    }
}
