package io.kse.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** Results go to standard output and nothing else does; never loses a part of them silently. */
record Output(CommandLine command) {
    void print(List<String> lines) throws UnwritableOutput {
        PrintWriter out = command.getOut();
        lines.forEach(out::println);
        if (out.checkError()) {
            throw new UnwritableOutput("standard output cannot be written");
        }
    }

    /** What the owners of Services should be told. */
    void say(Rendering rendering) {
        rendering.notes().forEach(this::note);
        rendering.refusals().forEach(command.getErr()::println);
    }

    void note(String text) {
        command.getErr().println("note: " + text);
    }
}
