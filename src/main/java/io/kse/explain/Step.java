package io.kse.explain;

/**
 * One step on the way from a Service to its documents.
 *
 * @param name which one: {@code type}, {@code exported}, {@code annotation}, {@code port}, {@code
 *     ingress} or {@code notice}
 * @param ok false if it keeps the Service, or a port of it, from being published
 * @param says what was found, for people
 */
public record Step(String name, boolean ok, String says) {}
