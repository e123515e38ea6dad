package io.kse.status;

/** What became of a Service that is not published as it asks for, or that is. */
public enum ServiceState {
    /** Its documents are what it asks for. */
    EXPORTED,
    /** Refused: an annotation that cannot be read, a key or a document that cannot be. */
    REJECTED,
    /** Its ingress Service, or the port that it needs there, is missing. */
    AWAITS_INGRESS,
    /** Whether it is to be exported cannot be read. */
    UNDECIDED,
    /** A key that it wants belongs to an older Service. */
    KEY_TAKEN
}
