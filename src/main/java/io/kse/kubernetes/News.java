package io.kse.kubernetes;

import io.fabric8.kubernetes.client.Watcher.Action;

/** Whether what a watch tells is an event at all. */
@FunctionalInterface
interface News<T> {
    /** False if something later is known of the object. */
    boolean isNews(Action action, T object, EventSource source);
}
