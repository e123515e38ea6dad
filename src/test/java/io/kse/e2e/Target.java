package io.kse.e2e;

/**
 * What clients ask for.
 *
 * @param service the Service that has to answer
 * @param host what they call it
 * @param port of the load balancer
 * @param proxied whether the back end learns the client's address
 */
record Target(String service, String host, int port, boolean proxied) {}
