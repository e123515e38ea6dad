package io.kse.history;

/**
 * Something that happens in one go.
 *
 * @param what for people
 */
record Step(String what, Runnable action) {}
