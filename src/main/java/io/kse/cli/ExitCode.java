package io.kse.cli;

/** What the program's exit codes mean; users' pipelines rely on them. */
final class ExitCode {
    static final int DONE = 0;

    /** Bad settings or route files, or a Service that is refused. */
    static final int FAILED = 1;

    /** Wrong options or arguments. */
    static final int USAGE = 2;

    /** Files that are missing, or are no manifests. */
    static final int UNREADABLE = 2;

    private ExitCode() {}
}
