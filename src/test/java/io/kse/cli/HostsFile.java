package io.kse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The only names that a process knows, in place of DNS; Java reads it again at each look-up. */
record HostsFile(Path file) {
    /** Never half written. */
    HostsFile say(String host, String address) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, address + " " + host + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    /** For the environment of a process. */
    String javaToolOptions() {
        return "-Djdk.net.hosts.file=" + file;
    }
}
