package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line up to the point where it would start something. */
class TidemarkTest {

    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void help_names_every_subcommand_and_the_exit_codes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("up", "replay", "windows", "watermarks", "chaos", "fleet", "3 could not run");
        assertThat(run("replay", "--help")).isZero();
        assertThat(out.toString()).contains("--views", "--data", "--fresh", "--port", "receivedAt, deviceId");
    }

    @Test
    void what_is_not_understood_could_not_run() {
        assertThat(run()).isEqualTo(3);
        assertThat(run("fly")).isEqualTo(3);
        assertThat(run("replay")).isEqualTo(3);
        assertThat(err.toString()).contains("FILE", "./tidemark replay --help");
        assertThat(run("up", "--port", "many")).isEqualTo(3);
        assertThat(run("windows", "--from", "yesterday")).isEqualTo(3);
        assertThat(err.toString()).contains("'yesterday' is no instant like 2026-11-22T01:02:03Z");
    }

    @Test
    void a_recording_that_is_not_there_is_one_sentence_and_leaves_no_directory() {
        Path data = temp.resolve("data");
        assertThat(run("replay", temp.resolve("none.ndjson").toString(), "--data", data.toString()))
                .isEqualTo(3);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("tidemark: recording ");
        assertThat(data).doesNotExist();
    }

    @Test
    void a_stack_trace_is_shown_to_who_asks_for_it() {
        assertThat(run("windows", "--data", temp.toString())).isEqualTo(3);
        assertThat(err.toString()).contains("is no data directory").doesNotContain("\tat ");
        assertThat(run("windows", "--data", temp.toString(), "--verbose")).isEqualTo(3);
        assertThat(err.toString()).contains("\tat dev.tidemark");
    }

    @Test
    void a_bad_recording_is_refused_before_the_data_directory_is_emptied() throws IOException {
        Path file = Files.writeString(temp.resolve("bad.ndjson"), "{\"id\":1}\n");
        Path data = Files.createDirectories(temp.resolve("data"));
        Path kept = Files.writeString(data.resolve("tidemark.json"), "{}");
        assertThat(run("replay", file.toString(), "--data", data.toString(), "--fresh"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("bad.ndjson:1: 'id' is a string");
        assertThat(kept).exists();
    }

    @Test
    void a_fleet_needs_phones_and_time_and_a_server() {
        assertThat(run("fleet", "--phones", "0")).isEqualTo(3);
        assertThat(run("fleet", "--for", "soon")).isEqualTo(3);
        assertThat(run("fleet", "--url", "http://127.0.0.1:1", "--speed", "1000"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("nothing listens at http://127.0.0.1:1/v1/events");
    }

    private int run(String... args) {
        CommandLine line = Tidemark.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }
}
