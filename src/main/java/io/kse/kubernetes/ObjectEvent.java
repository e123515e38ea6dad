package io.kse.kubernetes;

import io.fabric8.kubernetes.client.Watcher.Action;

/**
 * What happened last to an object of the cluster.
 *
 * @param object as it is now; as it was last seen if it is DELETED
 * @param source where that is known from
 * @param arrival rises from event to event
 * @param timestamp when it came in, in milliseconds since 1970
 */
record ObjectEvent<T>(Action action, T object, EventSource source, long arrival, long timestamp) {
    /**
     * This event, in place of one that nobody has taken yet. What a list brought stays LISTED,
     * since the difference that a reader sees is then not the watch's alone; but that it was
     * deleted is the whole truth, whatever came before.
     */
    ObjectEvent<T> insteadOf(ObjectEvent<T> earlier) {
        boolean isWatched =
                source == EventSource.WATCHED
                        && (action == Action.DELETED || earlier.source == EventSource.WATCHED);
        return new ObjectEvent<>(
                action,
                object,
                isWatched ? EventSource.WATCHED : EventSource.LISTED,
                arrival,
                timestamp);
    }
}
