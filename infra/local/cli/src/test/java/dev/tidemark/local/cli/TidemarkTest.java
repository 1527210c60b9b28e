package dev.tidemark.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.platform.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.core.exception.SdkClientException;

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

    /** A log takes nothing back: what was posted before the bad line would be counted twice by a second run. */
    @Test
    void a_recording_whose_last_line_is_bad_is_refused_before_its_first_line_is_posted() throws IOException {
        String good = "{\"receivedAt\":\"2024-07-15T08:00:0%d.000Z\",\"deviceId\":\"d\",\"id\":\"%d\",\"type\":\"t\","
                + "\"occurredAt\":\"2024-07-15T08:00:00Z\"}\n";
        Path file =
                Files.writeString(temp.resolve("day.ndjson"), good.formatted(1, 1) + good.formatted(2, 2) + "{\"id\":");
        Path data = temp.resolve("data");
        for (String command : new String[] {"replay", "chaos"}) {
            assertThat(run(command, file.toString(), "--data", data.toString())).isEqualTo(3);
            assertThat(err.toString().lines()).singleElement().asString().contains("day.ndjson:3: no JSON at column");
            err.getBuffer().setLength(0);
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void options_out_of_their_bounds_are_one_sentence_with_the_bounds_and_start_nothing() {
        Path data = temp.resolve("data");
        for (String[] refused : new String[][] {
            {"--port is from 0, any that is free, to 65534, and not 99999.", "up", "--port", "99999"},
            {"--port is from 0, any that is free, to 65534, and not 65535.", "up", "--port", "65535"},
            {"--port is from 0, any that is free, to 65534, and not -1.", "demo", "--port", "-1"},
            {
                "--key-per-second or --device-per-second is out of its bounds: keyPerSecond > 0: 0.",
                "up",
                "--key-per-second",
                "0"
            },
            {
                "--key-per-second or --device-per-second is out of its bounds: devicePerSecond > 0: -0.5.",
                "up",
                "--device-per-second",
                "-0.5"
            },
            {"--phones is at least 1, and not 0.", "demo", "--phones", "0"},
            {"--for is a time above zero, as PT10M, and not PT0S.", "demo", "--for", "PT0S"},
            {"--for is a time above zero, as PT10M, and not PT-1M.", "fleet", "--for", "-PT1M"},
            {"--phones is at least 1, and not -3.", "chaos", "--phones", "-3"},
            {
                "--as-of, --lateness, --panes and --retracted ask the stream alone, and --layer merged does not. Leave one of"
                        + " them out.",
                "windows",
                "--layer",
                "merged",
                "--as-of",
                "2026-11-22T01:02:03Z"
            },
            {
                "--from is before --to, and 2026-11-22T02:00:00.000Z is not before 2026-11-22T01:00:00.000Z.",
                "windows",
                "--from",
                "2026-11-22T02:00:00Z",
                "--to",
                "2026-11-22T01:00:00Z"
            },
            {"--lateness is not below zero, and PT-1M is.", "windows", "--lateness", "-PT1M"},
            {"--speed is above 0 and at most 1000000, and not NaN.", "fleet", "--speed", "NaN"},
        }) {
            List<String> args = new ArrayList<>(List.of(refused).subList(1, refused.length));
            args.addAll(List.of("--data", data.toString()));
            assertThat(run(args.toArray(String[]::new))).isEqualTo(3);
            assertThat(err.toString().lines()).singleElement().isEqualTo("tidemark: " + refused[0]);
            err.getBuffer().setLength(0);
        }
        assertThat(run("demo", "--for", "an hour")).isEqualTo(3);
        assertThat(err.toString()).contains("'--for'", "'an hour' is no duration like PT10M");
        assertThat(data).doesNotExist();
    }

    @Test
    void what_fails_beneath_a_command_is_one_line_unless_the_trace_is_asked_for() {
        String full = failed(new UncheckedIOException(new IOException("No space left on device")), false);
        assertThat(full.lines()).singleElement().asString().contains("no room left on the disk");
        String down = failed(
                SdkClientException.create("Unable to execute HTTP request:\n refused", new IOException()), false);
        assertThat(down.lines()).singleElement().asString().contains("does not answer", "start again");
        String bug = failed(new IllegalStateException("two\nlines"), false);
        assertThat(bug.lines()).singleElement().asString().contains("two lines", "--verbose");
        assertThat(failed(new IllegalStateException("a bug"), true)).contains("\tat dev.tidemark");
    }

    private static String failed(RuntimeException failure, boolean verbose) {
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new FailingCommand(failure)).setExecutionExceptionHandler(new Failures());
        line.setErr(new PrintWriter(err, true));
        assertThat(line.execute(verbose ? new String[] {"--verbose"} : new String[0]))
                .isEqualTo(3);
        return err.toString();
    }

    @CommandLine.Command(name = "failing")
    static final class FailingCommand extends LocalCommand {
        private final RuntimeException failure;

        FailingCommand(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        ExitCode run() {
            throw failure;
        }
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
