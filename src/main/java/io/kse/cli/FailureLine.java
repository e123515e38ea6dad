package io.kse.cli;

import io.kse.config.BadSettings;
import io.kse.config.CannotStart;
import io.kse.config.KnownSecrets;
import io.kse.consul.ConsulRefused;
import io.kse.consul.ConsulUnavailable;
import io.kse.kubernetes.KubernetesUnavailable;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns every failure into lines that a user can act on. Of those that nobody foresaw it logs the
 * stack trace as well, since they are bugs; that of the others is for the debug log.
 */
final class FailureLine implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLine.class);

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult parsed) {
        if (isForeseen(failure)) {
            LOG.debug("failed", failure);
        } else {
            LOG.error("not foreseen, please report it", failure);
        }
        lines(failure).forEach(line -> print(line, command));
        return failure instanceof UnreadableInput ? ExitCode.UNREADABLE : ExitCode.FAILED;
    }

    /** A file or an address that cannot be used may hold a token. */
    private static void print(String line, CommandLine command) {
        command.getErr().println(ExporterCommand.NAME + ": " + KnownSecrets.masked(line));
    }

    private static boolean isForeseen(Exception failure) {
        return failure instanceof BadSettings
                || failure instanceof UnreadableInput
                || failure instanceof UnwritableOutput
                || failure instanceof NoAnswer
                || failure instanceof CannotStart
                || isAnotherServers(failure);
    }

    private static boolean isAnotherServers(Exception failure) {
        return failure instanceof ConsulUnavailable
                || failure instanceof ConsulRefused
                || failure instanceof KubernetesUnavailable;
    }

    private static List<String> lines(Exception failure) {
        if (failure instanceof BadSettings bad) {
            return bad.problems();
        } else if (failure instanceof UnreadableInput unreadable) {
            return unreadable.problems();
        } else if (isForeseen(failure)) {
            return List.of(failure.getMessage());
        }
        Throwable cause = innermost(failure);
        String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return List.of("%s: %s".formatted(cause.getClass().getSimpleName(), text));
    }

    private static Throwable innermost(Throwable failure) {
        return failure.getCause() == null ? failure : innermost(failure.getCause());
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        print(failure.getMessage(), command);
        UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        command.getErr()
                .println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for more.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
