package io.kse.kubernetes;

import io.fabric8.kubernetes.client.Watcher.Action;

/**
 * What happened last to an object of the cluster.
 *
 * @param object as it is now; as it was last seen if it is DELETED
 * @param arrival rises from event to event
 * @param timestamp when it came in, in milliseconds since 1970
 */
record ObjectEvent<T>(Action action, T object, long arrival, long timestamp) {}
