package dev.tidemark.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.local.outcome.CannotRunException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingTest {

    @TempDir
    Path temp;

    @Test
    void a_line_becomes_an_envelope_with_its_own_arrival_and_exact_numbers() throws IOException {
        Path file = write("{\"attributes\":{\"cell\":\"c\",\"n\":1.50},\"receivedAt\":\"2024-07-15T08:00:00.017Z\","
                + "\"deviceId\":\"d\",\"sentAt\":\"2024-07-15T08:00:00Z\",\"id\":\"1\",\"type\":\"t\","
                + "\"occurredAt\":\"2024-07-15T07:59:59Z\",\"value\":123456789012.123456}");
        RecordedEvent event = readAll(file).get(0);
        assertThat(text(event))
                .isEqualTo("{\"deviceId\":\"d\",\"receivedAt\":\"2024-07-15T08:00:00.017Z\","
                        + "\"sentAt\":\"2024-07-15T08:00:00Z\",\"events\":[{\"attributes\":{\"cell\":\"c\",\"n\":1.50},"
                        + "\"id\":\"1\",\"type\":\"t\",\"occurredAt\":\"2024-07-15T07:59:59Z\","
                        + "\"value\":123456789012.123456}]}");
        assertThat(event.receivedAtMillis()).isEqualTo(1_721_030_400_017L);
        assertThat(event.source()).hasToString(file + ":1");
    }

    @Test
    void gzip_is_known_by_its_bytes_and_blank_lines_are_counted() throws IOException {
        Path file = temp.resolve("zipped");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(("\n" + line("d", "00", "1") + "\r\n\n" + line("d", "01", "2")).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(readAll(file)).extracting(event -> event.source().line()).containsExactly(2L, 4L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"receivedAt":                                     | no JSON at column
            [1]                                                | an object is expected
            {} {}                                              | there is more after
            {}                                                 | 'receivedAt' is missing
            {"receivedAt":17}                                  | 'receivedAt' is a string, not 17
            {"receivedAt":"2024-07-15T08:00:00Z","id":"1"}     | 'deviceId' is missing
            {"recievedAt":"2024-07-15T08:00:00Z"}              | 'recievedAt' is no member
            {"receivedAt":"yesterday","deviceId":"d","id":"1","type":"t","occurredAt":"x"} | 'yesterday' is no instant
            {"receivedAt":"9000-01-01T00:00:00Z","deviceId":"d","id":"1","type":"t","occurredAt":"x"} | is not in [1000-01-01
            {"receivedAt":"0999-12-31T23:59:59Z","deviceId":"d","id":"1","type":"t","occurredAt":"x"} | 9000-01-01T00:00:00.000Z)
            """)
    void a_line_that_is_no_event_is_refused_with_file_line_and_reason(String bad, String reason) throws IOException {
        Path file = write(line("d", "00", "1"), bad);
        assertThatThrownBy(() -> readAll(file))
                .isInstanceOf(CannotRunException.class)
                .hasMessageStartingWith(file + ":2: ")
                .hasMessageContaining(reason);
    }

    @Test
    void a_check_reads_to_the_last_line() throws IOException {
        assertThat(Recording.check(List.of(write(line("d", "00", "1"), line("d", "01", "2")))))
                .isEqualTo(2);
        Path file = write(line("d", "00", "1"), line("d", "01", "2"), "{\"receivedAt\":");
        assertThatThrownBy(() -> Recording.check(List.of(file))).hasMessageStartingWith(file + ":3: no JSON at column");
    }

    @Test
    void an_arrival_before_the_one_above_it_is_refused() throws IOException {
        Path file = write(line("d", "05", "1"), line("d", "04", "2"));
        assertThatThrownBy(() -> readAll(file)).hasMessageContainingAll(file + ":2", "sorted by receivedAt");
    }

    @Test
    void several_files_are_read_as_one_and_the_first_named_goes_first_at_the_same_instant() throws IOException {
        Path a = write(line("d", "01", "a1"), line("d", "03", "a2"));
        Path b = write(line("d", "01", "b1"), line("d", "02", "b2"));
        assertThat(readAll(a, b)).extracting(RecordingTest::id).containsExactly("a1", "b1", "b2", "a2");
        assertThat(readAll(b, a)).extracting(RecordingTest::id).containsExactly("b1", "a1", "b2", "a2");
    }

    @Test
    void what_cannot_be_read_is_named() throws IOException {
        assertThatThrownBy(() -> readAll(temp.resolve("none.ndjson"))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> readAll(temp)).hasMessageContaining("it is a directory");
        assertThatThrownBy(() -> readAll(write(""))).hasMessageContaining("there is no event");
        assertThatThrownBy(() -> readAll(write("x".repeat(RecordingLines.LONGEST + 2))))
                .hasMessageContaining("longer than");
    }

    @Test
    void a_cut_off_gzip_is_refused_with_the_line_it_ends_in() throws IOException {
        Path whole = temp.resolve("whole.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            for (int i = 10; i < 60; i++) {
                out.write((line("device-" + i, "" + i, "event-" + i) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(temp.resolve("cut.gz"), Arrays.copyOf(bytes, bytes.length - 20));
        assertThatThrownBy(() -> readAll(cut)).hasMessageContainingAll("cut.gz:", "cut off or damaged");
    }

    @Test
    void a_recording_is_called_by_its_file() {
        assertThat(Recording.nameOf(List.of(Path.of("x/vehicles.ndjson.gz")))).isEqualTo("vehicles");
        assertThat(Recording.nameOf(List.of(Path.of("a.ndjson"), Path.of("b.2.ndjson.gz"))))
                .isEqualTo("a+b.2");
    }

    static String line(String device, String second, String id) {
        return "{\"receivedAt\":\"2024-07-15T08:00:%s.000Z\",\"deviceId\":\"%s\",\"id\":\"%s\",\"type\":\"t\",\"occurredAt\":\"2024-07-15T08:00:00Z\"}"
                .formatted(second, device, id);
    }

    private Path write(String... lines) throws IOException {
        return Files.write(Files.createTempFile(temp, "recording", ".ndjson"), List.of(lines));
    }

    private static List<RecordedEvent> readAll(Path... files) {
        List<RecordedEvent> events = new ArrayList<>();
        try (Recording recording = Recording.open(List.of(files))) {
            for (RecordedEvent event = recording.next(); event != null; event = recording.next()) {
                events.add(event);
            }
        }
        return events;
    }

    private static String text(RecordedEvent event) {
        return new String(event.envelope(), StandardCharsets.UTF_8);
    }

    private static String id(RecordedEvent event) {
        return text(event).replaceFirst(".*\"id\":\"([^\"]*)\".*", "$1");
    }
}
