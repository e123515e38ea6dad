package io.kse.consul;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import okhttp3.HttpUrl;

/** The IP address of the agent's host; stays the same as long as it is one of the host's. */
final class AgentAddress {
    private final String host;
    private String last = "";

    /**
     * @param host a name or an IP address, an IPv6 one with or without brackets
     */
    AgentAddress(String host) {
        this.host = host;
    }

    /** As Go writes it: an IPv6 address in its short form, without brackets. */
    synchronized String get() throws UnknownHostException {
        List<String> all =
                Arrays.stream(InetAddress.getAllByName(host)).map(AgentAddress::text).toList();
        if (!all.contains(last)) {
            last = all.get(0);
        }
        return last;
    }

    private static String text(InetAddress address) {
        String zoneless = address.getHostAddress().replaceFirst("%.*", "");
        return new HttpUrl.Builder().scheme("http").host(zoneless).build().host();
    }
}
