package io.kse.registration;

import java.util.List;

/**
 * What the agent should hold of one exported port, as the original registers it.
 *
 * @param id also its name
 * @param address an IP address, without brackets
 */
public record Registration(String id, List<String> tags, String address, int port) {
    public static final String CHECK_NAME = "NodePort";
    public static final String CHECK_TYPE = "tcp";
    public static final String CHECK_INTERVAL = "10s";

    public Registration {
        tags = List.copyOf(tags);
    }

    /** What its TCP check connects to. */
    public String checked() {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}
