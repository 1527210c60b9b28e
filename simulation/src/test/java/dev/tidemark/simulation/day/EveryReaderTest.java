package dev.tidemark.simulation.day;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.platform.ExitCode;
import dev.tidemark.platform.ObjectKeys;
import dev.tidemark.platform.Schedule;
import dev.tidemark.simulation.account.BatchRuns;
import dev.tidemark.simulation.account.DeployedStage;
import dev.tidemark.simulation.account.SimulatedStage;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that somebody else writes into the log: the window function, the archive function, the batch's reader and its
 * engine take each of them, or none does. What none takes is in quarantine, and no night fails of it.
 */
class EveryReaderTest {

    private static final Instant NOW = Instant.parse("2026-03-09T12:00:00Z");

    private static final String EVENT = """
            {"id":"e-NAME","type":"click","eventTime":"2026-03-09T11:59:00.000Z","timeQuality":"assumed","value":"1.5"}""";

    private static final String RECORD = """
            {"kind":"events","deviceId":"d","receivedAt":"2026-03-09T11:59:00.000Z","requestId":"r",\
            "envelopes":[{"basis":"none","events":[%s]}]}""".formatted(EVENT);

    /** Each by name: what every reader takes. */
    private static Map<String, byte[]> taken() {
        Map<String, byte[]> records = new LinkedHashMap<>();
        records.put("plain", utf8(RECORD));
        records.put("blanks around it", utf8("  " + RECORD + "\t"));
        records.put("several lines", utf8(RECORD.replace(",", ",\r\n")));
        records.put("unknown members nested as deep as may be", utf8(with("\"x\":" + nested(63) + ",")));
        records.put("an escaped zero", utf8(RECORD.replace("\"click\"", "\"cl\\u0000ick\"")));
        records.put("an escaped pair", utf8(RECORD.replace("\"click\"", "\"\\ud83d\\ude00\"")));
        records.put("what stands for an unreadable character", utf8(RECORD.replace("\"click\"", "\"\uFFFD\"")));
        records.put("separators of lines that are none", utf8(RECORD.replace("\"click\"", "\"\u2028\u0085\"")));
        records.put("a value with an exponent", utf8(RECORD.replace("1.5", "1e3")));
        records.put("the first year", utf8(RECORD.replaceAll("2026-03-09T11", "1000-01-01T00")));
        records.put(
                "a raw stamp of the year nought",
                utf8(RECORD.replace("\"type\"", "\"occurredAt\":\"0000-01-01T00:00:00.000Z\",\"type\"")
                        .replace("assumed", "clamped")));
        return named(records);
    }

    /** What none takes. */
    private static Map<String, byte[]> refused() {
        Map<String, byte[]> records = new LinkedHashMap<>();
        records.put("a byte order mark", utf8("\uFEFF" + RECORD));
        for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
            records.put(charset, RECORD.getBytes(Charset.forName(charset)));
        }
        records.put("Latin 1", RECORD.replace("click", "é").getBytes(StandardCharsets.ISO_8859_1));
        records.put("nested one too deep", utf8(with("\"x\":" + nested(64) + ",")));
        records.put("nested at the limit of the parser", utf8(with("\"x\":" + nested(999) + ",")));
        records.put("nested beyond it", utf8(with("\"x\":" + nested(5_000) + ",")));
        records.put("half a pair", utf8(RECORD.replace("\"click\"", "\"\\ud83d\"")));
        records.put("a value twice", utf8(RECORD.replace("\"value\"", "\"value\":\"2\",\"value\"")));
        records.put("a comma too many", utf8(RECORD.substring(0, RECORD.length() - 1) + ",}"));
        records.put("not a number", utf8(with("\"x\":NaN,")));
        records.put("two values", utf8(RECORD + RECORD));
        records.put("a value with a blank", utf8(RECORD.replace("1.5", " 1.5")));
        for (String year : List.of("0000", "0001", "0999", "9000", "9999")) {
            records.put("year " + year, utf8(RECORD.replace("2026-", year + "-")));
        }
        records.put("year 12026", utf8(RECORD.replace("2026-", "+12026-")));
        records.put("received before it happened", utf8(RECORD.replace("At\":\"2026", "At\":\"2025")));
        records.put("no object", utf8("[1]"));
        records.put("nothing", new byte[0]);
        return named(records);
    }

    private static Map<String, byte[]> named(Map<String, byte[]> records) {
        Map<String, byte[]> named = new LinkedHashMap<>();
        records.forEach((name, bytes) -> named.put(
                name,
                new String(bytes, StandardCharsets.ISO_8859_1)
                        .replace("NAME", Integer.toString(named.size()))
                        .getBytes(StandardCharsets.ISO_8859_1)));
        return named;
    }

    private static String with(String member) {
        return "{" + member + RECORD.substring(1);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @TempDir
    Path work;

    @Test
    void whatOneReaderRefusesAllDoAndTheNightGoesOn() {
        DeployedStage file = DeployedStage.read(Path.of("..").toAbsolutePath().normalize(), "prod");
        SimulatedStage.Plan plan = new SimulatedStage.Plan(1, NOW, 1, DayViews.file(), file, false, work);
        try (SimulatedStage stage = new SimulatedStage(plan, 0)) {
            Map<String, String> sequences = new LinkedHashMap<>();
            taken().forEach((name, bytes) -> sequences.put(put(stage, bytes), name));
            refused().forEach((name, bytes) -> sequences.put(put(stage, bytes), name));
            night(stage);

            assertThat(quarantined(stage, sequences))
                    .containsExactlyInAnyOrderElementsOf(refused().keySet());
            assertThat(stage.runs().runs())
                    .as("%s", stage.calls(Schedule.NIGHT).deadLetters())
                    .hasSize(1);
            BatchRuns.FinishedRun run = stage.runs().runs().get(0);
            assertThat(run.summary().path("faults")).as("%s", run.summary()).hasSize(1);
            // Its raw stamp is that of a clock that ingestion would have refused.
            assertThat(run.summary().path("faults").path(0).path("kind").asText())
                    .isEqualTo("ingestionTime");
            assertThat(run.unexplained()).isZero();
            assertThat(run.exitCode()).isEqualTo(ExitCode.DIFFERENCE);
        }
    }

    private static String put(SimulatedStage stage, byte[] bytes) {
        String sequence = stage.stream().put("d", null, bytes).sequence();
        stage.timeline().runUntil(stage.timeline().millis() + 500);
        return sequence;
    }

    private static List<String> quarantined(SimulatedStage stage, Map<String, String> names) {
        TreeSet<String> keys = new TreeSet<>(stage.bucket().keys(ObjectKeys.QUARANTINE, ""));
        List<String> found = new ArrayList<>();
        names.forEach((sequence, name) -> {
            if (keys.stream().anyMatch(key -> key.endsWith(sequence + ".json"))) {
                found.add(name);
            }
        });
        assertThat(keys).hasSize(found.size());
        return found;
    }

    private static void night(SimulatedStage stage) {
        for (int i = 0; i < 2; i++) {
            stage.timeline().runUntil(stage.timeline().millis() + 60_000);
            stage.call(Schedule.TICK, "{}");
        }
        assertThat(stage.settle(Duration.ofMinutes(5))).isTrue();
        stage.timeline().runUntil(stage.timeline().millis() + 60_000);
        stage.call(Schedule.NIGHT, Schedule.NIGHT.input());
        do {
            stage.timeline().runUntil(stage.timeline().millis() + 5_000);
        } while (stage.calls(Schedule.NIGHT).isWaiting());
    }
}
