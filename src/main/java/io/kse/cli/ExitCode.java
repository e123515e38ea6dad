package io.kse.cli;

/** What the program's exit codes mean; users' pipelines rely on them. */
final class ExitCode {
    static final int DONE = 0;

    /**
     * Bad settings or route files, a server that fails, or a Service that {@code render} refuses.
     */
    static final int FAILED = 1;

    /** {@code diff} has found something that a run would change, as with {@code terraform plan}. */
    static final int DIFFERENT = 2;

    /** {@code explain} tells of a Service that is not exported, or not as it should be. */
    static final int OTHERWISE = 2;

    /** Files that are missing, or are no manifests. */
    static final int UNREADABLE = 2;

    private ExitCode() {}
}
