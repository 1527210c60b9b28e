package dev.tidemark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.batch.fixture.Item;
import dev.tidemark.batch.fixture.TestEvents;
import dev.tidemark.batch.fixture.TestPlatform;
import dev.tidemark.batch.sql.EngineException;
import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.event.LogRecord;
import dev.tidemark.local.platform.Names;
import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command on real emulators, and what it answers to wrong use. */
class CommandTest {

    private static final String VIEWS = """
            watermark: {outOfOrderness: PT10S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT10M
            views:
              - name: per-team
                key: attributes.team
                window: {fixed: PT1M}
                aggregates: [count, sum]
                allowedLateness: PT1M
                latePaneEvery: PT1M
                buckets: 3
            """;

    @TempDir
    Path folder;

    @Test
    void publishesCorrectionsThroughTheSdk() throws IOException {
        TestPlatform platform = new TestPlatform(TestEvents.views(VIEWS), 2);
        for (int minute = 0; minute < 5; minute++) {
            for (int i = 0; i < 20; i++) {
                platform.put(TestEvents.one(
                        "d" + i, "e" + minute, at(minute), at(minute), "1.5", Map.of("team", "t" + i % 4)));
            }
        }
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-22T12:30:00.000Z")));
        // Half an hour too late: only the batch counts it.
        platform.put(TestEvents.one("d1", "late", at(2), at(31), "100", Map.of("team", "t1")));
        platform.control(new LogRecord.Watermark(IsoInstant.parse("2026-11-24T00:00:00.000Z")));
        platform.close();

        try (EmulatedNights nights = new EmulatedNights(folder, VIEWS)) {
            nights.load(platform);

            assertThat(nights.run()).isEqualTo(ExitCode.PASS);
            assertThat(nights.data().resolve("report/2026-11-22/index.html")).exists();
            List<Item> corrections = nights.all(Table.CORRECTIONS);
            assertThat(corrections).anySatisfy(item -> {
                assertThat(item.pk()).startsWith(platform.views.views().get(0).id() + "#2026-11-22#");
                assertThat(item.sk()).isEqualTo("2026-11-22T12:02:00.000Z/2026-11-22T12:03:00.000Z#t1");
                assertThat(item.whole("count")).isEqualTo(6);
                assertThat(item.number("sum")).isEqualByComparingTo("107.5");
            });
            assertThat(corrections).anySatisfy(item -> {
                assertThat(item.pk()).isEqualTo("published");
                assertThat(item.map("verifiedThrough").values()).containsExactly("2026-11-23T00:00:00.000Z");
            });

            assertThat(nights.run("--date", "2026-11-22")).isEqualTo(ExitCode.PASS);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                              | Missing required option: '--data-dir=DIR'
                    --data-dir                                      | Missing required parameter for option '--data-dir'
                    --data-dir x --from 2026-11-22                  | --from and --to go together
                    --data-dir x --to 2026-11-22                    | --from and --to go together
                    --data-dir x --from 2026-11-22 --to 2026-11-21  | from is 2026-11-22, to is 2026-11-21
                    --data-dir x --date 2026-11-22 --to 2026-11-22  | name one or the other
                    --data-dir x --date 22.11.2026                  | a day is such as 2024-07-15, not '22.11.2026'
                    --data-dir x --nonsense y                       | Unknown options: '--nonsense'
                    --data-dir x --date 2026-11-22                  | names no views file
                    --data-dir x --views nowhere.yaml               | cannot read the views file nowhere.yaml
                    """)
    void wrongUseCannotRunAndSaysWhy(String arguments, String why) {
        assertThat(refusal(new Names("t").environment(), arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .contains(why);
    }

    @Test
    void anEnvironmentThatLacksSomethingIsRefusedByItsName() {
        assertThat(refusal(Map.of(), "--data-dir", "x", "--views", "y")).contains("TIDEMARK_TABLE_WINDOWS is not set");
    }

    @Test
    void aBadViewsFileIsRefusedWithItsLine() throws IOException {
        Path views = Files.writeString(folder.resolve("bad.yaml"), VIEWS.replace("fixed: PT1M", "fixed: PT0S"));
        assertThat(refusal(new Names("t").environment(), "--data-dir", folder.toString(), "--views", views.toString()))
                .contains("bad.yaml:6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"an exception", "an error"})
    void whatNobodyForesawIsNoDifference(String kind) throws IOException {
        Path views = Files.writeString(folder.resolve("views.yaml"), VIEWS);
        StringWriter err = new StringWriter();
        CommandLine command = NightCommand.commandLine(
                        new Names("t").environment(),
                        settings -> {
                            if (kind.equals("an error")) {
                                throw new OutOfMemoryError("Java heap space");
                            }
                            throw new IllegalStateException("the moon is full");
                        },
                        Clock.systemUTC())
                .setErr(new PrintWriter(err, true));
        assertThat(NightCommand.run(command, "--data-dir", folder.toString(), "--views", views.toString()))
                .isEqualTo(ExitCode.COULD_NOT_RUN.code());
        assertThat(err.toString()).containsAnyOf("the moon is full", "Java heap space");
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 3"})
    void aFullDiskUnderTheEngineIsOneLineAndTheStatementIsForVerbose(boolean verbose, int atLeast) throws IOException {
        Path views = Files.writeString(folder.resolve("views.yaml"), VIEWS);
        StringWriter err = new StringWriter();
        CommandLine command = NightCommand.commandLine(
                        new Names("t").environment(),
                        settings -> {
                            throw new EngineException(
                                    "IO Error: could not write: No space left on device\nCREATE TABLE t",
                                    new IllegalStateException());
                        },
                        Clock.systemUTC())
                .setErr(new PrintWriter(err, true));
        List<String> arguments = new ArrayList<>(List.of("--data-dir", folder.toString(), "--views", views.toString()));
        if (verbose) {
            arguments.add("--verbose");
        }

        assertThat(NightCommand.run(command, arguments.toArray(String[]::new)))
                .isEqualTo(ExitCode.COULD_NOT_RUN.code());

        List<String> lines = err.toString().lines().toList();
        assertThat(lines.get(0)).isEqualTo("batch: IO Error: could not write: No space left on device");
        assertThat(lines).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(lines.size() == 1).isEqualTo(!verbose);
    }

    @Test
    void helpNamesEveryExitCode() {
        StringWriter out = new StringWriter();
        CommandLine command = NightCommand.commandLine(Map.of(), Stores::of, Clock.systemUTC())
                .setOut(new PrintWriter(out, true));
        assertThat(NightCommand.run(command, "--help")).isZero();
        for (ExitCode code : ExitCode.values()) {
            assertThat(out.toString()).containsPattern("\\b" + code.code() + " [a-z]");
        }
    }

    private static String refusal(Map<String, String> environment, String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine command = NightCommand.commandLine(
                        environment, settings -> new Stores(null, null), Clock.systemUTC())
                .setErr(new PrintWriter(said, true));
        assertThat(NightCommand.run(command, arguments)).isEqualTo(ExitCode.COULD_NOT_RUN.code());
        return said.toString();
    }

    private static String at(int minute) {
        return "2026-11-22T12:" + String.format("%02d", minute) + ":30.000Z";
    }
}
