package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class UnreadableTest {
    @Test
    void saysWhyAFileCannotBeRead() {
        assertThat(Unreadable.why(new NoSuchFileException("/a"))).isEqualTo("does not exist");
        assertThat(Unreadable.why(new AccessDeniedException("/a")))
                .isEqualTo("is not readable by this process");
        assertThat(Unreadable.why(new MalformedInputException(1)))
                .isEqualTo("is not readable as text");
        assertThat(Unreadable.why(new IOException("Is a directory\n")))
                .isEqualTo("cannot be read: Is a directory");
        assertThat(Unreadable.why(new IOException()))
                .isEqualTo("cannot be read: java.io.IOException");
    }
}
