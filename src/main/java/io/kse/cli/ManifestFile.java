package io.kse.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One file of manifests, or standard input. Never reads more than {@value #LARGEST} bytes, so that
 * a wrong file cannot fill the heap.
 */
record ManifestFile(String name, Source source) {
    private static final int LARGEST = 32 << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Where the bytes come from. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    static ManifestFile of(Path path) {
        return new ManifestFile(path.toString(), () -> Files.newInputStream(path));
    }

    String text() throws UnreadableInput {
        try (InputStream in = source.open()) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new UnreadableInput(
                        "has more than %d MiB: split it".formatted(LARGEST >> 20));
            }
            return decode(bytes);
        } catch (CharacterCodingException e) {
            throw new UnreadableInput("is no UTF-8 text");
        } catch (IOException e) {
            throw new UnreadableInput(reason(e));
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** Java's own messages of these two are the bare file name. */
    static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        } else if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        return "cannot be read: " + failure.getMessage();
    }
}
