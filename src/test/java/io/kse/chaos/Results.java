package io.kse.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** All trials of a run, in a file with one line each, so that a run can be gone on with. */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<Line> lines = new ArrayList<>();

    /**
     * A trial, and what came of it.
     *
     * @param date in UTC
     */
    record Line(Job job, String date, Outcome outcome) {}

    /**
     * @param goOn true to keep what is in the file
     */
    Results(Path file, boolean goOn) throws IOException {
        this.file = file;
        Files.createDirectories(file.getParent());
        if (!goOn) {
            Files.deleteIfExists(file);
        } else if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                lines.add(JSON.readValue(line, Line.class));
            }
        }
    }

    synchronized boolean has(Job job) {
        return lines.stream().anyMatch(line -> line.job().equals(job));
    }

    synchronized void add(Job job, Outcome outcome) {
        Line line = new Line(job, LocalDate.now(ZoneOffset.UTC).toString(), outcome);
        lines.add(line);
        try {
            String text = JSON.writeValueAsString(line) + "\n";
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False if any of them found something. */
    synchronized boolean areGood() {
        return lines.stream().allMatch(line -> line.outcome().findings().isEmpty());
    }

    /** Of the trials of that fault, whichever run made them. */
    synchronized List<Outcome> of(ChaosFault fault) {
        return lines.stream()
                .filter(line -> line.job().fault() == fault)
                .map(Line::outcome)
                .toList();
    }
}
