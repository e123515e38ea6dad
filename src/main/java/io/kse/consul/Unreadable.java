package io.kse.consul;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Why a file cannot be read, as what follows its name in a line for people. */
final class Unreadable {
    private Unreadable() {}

    static String why(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "does not exist";
        } else if (e instanceof AccessDeniedException) {
            return "is not readable by this process";
        } else if (e instanceof CharacterCodingException) {
            return "is not readable as text";
        }
        String text = Objects.requireNonNullElse(e.getMessage(), e.toString());
        return "cannot be read: " + OneLine.of(text);
    }
}
