package dev.tidemark.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStorageTest {

    @TempDir
    Path directory;

    @Test
    void keeps_texts_under_names_over_a_restart() throws IOException {
        try (FileStorage storage = FileStorage.open(directory)) {
            storage.write("a", "first");
            storage.write("a", "second, \u00e4\ud83d\ude00");
            storage.write("b", "");
            storage.write("c", "gone");
            storage.delete("c");
            storage.delete("never-there");
        }
        try (FileStorage storage = FileStorage.open(directory)) {
            assertThat(storage.names()).containsExactlyInAnyOrder("a", "b");
            assertThat(storage.read("a")).isEqualTo("second, \u00e4\ud83d\ude00");
            assertThat(storage.read("b")).isEmpty();
            assertThat(storage.read("c")).isNull();
        }
    }

    @Test
    void what_was_being_written_when_the_process_died_has_not_happened() throws IOException {
        Files.writeString(directory.resolve("a"), "whole");
        Files.writeString(directory.resolve("a.unfinished"), "hal");
        try (FileStorage storage = FileStorage.open(directory)) {
            assertThat(storage.names()).containsExactly("a");
            assertThat(storage.read("a")).isEqualTo("whole");
        }
    }

    @Test
    void one_client_at_a_time() throws IOException {
        try (FileStorage first = FileStorage.open(directory)) {
            assertThat(first.names()).isEmpty();
            assertThatThrownBy(() -> FileStorage.open(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another client");
        }
        FileStorage.open(directory).close();
    }
}
