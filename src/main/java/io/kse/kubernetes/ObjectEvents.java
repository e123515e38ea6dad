package io.kse.kubernetes;

import io.fabric8.kubernetes.client.Watcher.Action;

/** Takes the events of an informer, on a thread of the client: must not take long. */
@FunctionalInterface
interface ObjectEvents<T> {
    /**
     * @param object as it is now; as it was last seen if it is DELETED
     */
    void offer(Action action, T object, EventSource source);
}
